// SPDX-License-Identifier: Apache-2.0

import Content
package import Exchange
import Foundation
import Ledger

/// What the exchange with other nodes is made of here.
extension Platform {
    var exchangeFolder: ExchangeFolder { ExchangeFolder(folder.url.appending(path: "exchange")) }

    package var exchangeAuthority: AuthorityService {
        AuthorityService(database: database, folder: exchangeFolder, now: now, newID: newID)
    }

    package var exchangeDirectory: DirectoryService {
        DirectoryService(database: database, folder: exchangeFolder, now: now, newID: newID)
    }

    package var correspondence: Correspondence {
        Correspondence(database: database, directory: exchangeDirectory, files: files, now: now, newID: newID)
    }

    /// Takes what comes from other nodes.
    package var reception: Reception {
        Reception(correspondence, hooks: Modules.exchangeHooks, now: now, newID: newID)
    }

    package var evidence: EvidenceService {
        EvidenceService(
            database: database, files: files, folder: exchangeFolder, ledger: LedgerReader(database: database),
            guide: content.files["Exchange/verify.txt"] ?? "")
    }
}

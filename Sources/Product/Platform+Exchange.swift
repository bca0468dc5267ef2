// SPDX-License-Identifier: Apache-2.0

package import Exchange
import Foundation

/// What the exchange with other nodes is made of here.
extension Platform {
    var exchangeFolder: ExchangeFolder { ExchangeFolder(folder.url.appending(path: "exchange")) }

    package var exchangeAuthority: AuthorityService {
        AuthorityService(database: database, folder: exchangeFolder, now: now, newID: newID)
    }

    package var exchangeDirectory: DirectoryService {
        DirectoryService(database: database, folder: exchangeFolder, now: now, newID: newID)
    }
}

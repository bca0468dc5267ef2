// SPDX-License-Identifier: Apache-2.0

import Content
package import Exchange
package import ExchangeTransport
import Foundation
package import Hummingbird
import Ledger

/// What the exchange with other nodes is made of here.
extension Platform {
    var exchangeFolder: ExchangeFolder { ExchangeFolder(folder.url.appending(path: "exchange")) }

    package var exchangeAuthority: AuthorityService {
        AuthorityService(database: database, folder: exchangeFolder, now: now, newID: newID)
    }

    /// Takes what comes from other nodes.
    package var reception: Reception {
        Reception(
            correspondence, hooks: Modules.exchangeHooks(self), tellings: Modules.exchangeTellings, now: now,
            newID: newID)
    }

    package var neighbours: NeighbourService { NeighbourService(exchangeDirectory) }

    func greetNeighbours() async throws {
        try await neighbours.greet(over: HTTPSLine(directory: exchangeDirectory, files: files, now: now))
    }

    func sweepRefusals() async throws { try await reception.sweepRefusals(olderThan: exchangeSettings.refusedDays) }

    /// What neighbours may ask of this node.
    package var exchangeRouter: Router<ExchangeContext> {
        ExchangeAPI(reception: reception, directory: exchangeDirectory, files: files).router()
    }

    /// Takes messages to other nodes, the urgent ones first.
    package var exchangeCouriers: [ExchangeCourier] {
        let line = HTTPSLine(directory: exchangeDirectory, files: files, now: now)
        return ExchangeCourier.all(correspondence, reception, over: line)
    }

    /// Has what was signed stamped, where an authority is set.
    var timestampCouriers: [TimestampCourier] {
        timestamps.map { [TimestampCourier(correspondence, authority: $0)] } ?? []
    }

    package var evidence: EvidenceService {
        EvidenceService(
            database: database, files: files, folder: exchangeFolder, ledger: LedgerReader(database: database),
            guide: EvidenceGuide(content: content.files), timestamps: timestamps)
    }
}

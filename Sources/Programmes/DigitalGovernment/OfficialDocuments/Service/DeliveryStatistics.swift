// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Database
package import Exchange
import Foundation
package import Kernel

/// How long documents of an agency are on their way, and who can be reached at all. Each number is counted from what it opens
/// down to.
package struct DeliveryStatistics: Sendable {
    let database: any Database
    package let agencies: AgencyService
    let directory: DirectoryService
    let mail: AxisMail
    package let now: Now

    package init(
        database: any Database, agencies: AgencyService, directory: DirectoryService, mail: AxisMail, now: @escaping Now
    ) {
        (self.database, self.agencies, self.directory) = (database, agencies, directory)
        (self.mail, self.now) = (mail, now)
    }

    /// The times of what the agency of an official issued in a year, by step.
    package func times(in year: Int, for actor: Actor) async throws -> [DeliveryTimes] {
        let agency = try place(of: actor)
        guard let first = Day("\(year)-01-01"), let last = Day("\(year)-12-31") else { return [] }
        let receivers = try await database.ask(ReceiverStore.receivers(of: agency, from: first, to: last))
        return DeliveryStep.allCases.map { DeliveryTimes($0, of: receivers) }
    }

    /// The agencies of today of one kind: who is reached, by what, and who is not.
    package struct Reach: Sendable {
        package let kind: Agency.Kind
        package let exchange: [Agency], axis: [Agency], nobody: [Agency]

        package var known: Int { exchange.count + axis.count + nobody.count }
        package var connected: Int { exchange.count + axis.count }
    }

    /// Of kinds that there are, in their order.
    package func reach(for actor: Actor) async throws -> [Reach] {
        _ = try place(of: actor)
        let (directory, today) = (try await directory.newest()?.directory, Day(now()))
        // An axis that does not answer reaches nobody now.
        let onAxis = (try? await mail.reached()) ?? []
        let all = try await agencies.list()
        return Agency.Kind.allCases.compactMap { kind in
            var (exchange, axis, nobody): ([Agency], [Agency], [Agency]) = ([], [], [])
            for agency in all where agency.kind == kind {
                if let directory,
                    case .present(let entry) = directory.standing(of: agency.organID.description, on: today),
                    directory.understands(DocumentMessage.kind, entry)
                {
                    exchange.append(agency)
                } else if onAxis.contains(agency.organID.levels) {
                    axis.append(agency)
                } else {
                    nobody.append(agency)
                }
            }
            let reach = Reach(kind: kind, exchange: exchange, axis: axis, nobody: nobody)
            return reach.known == 0 ? nil : reach
        }
    }

    private func place(of actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.read) }
        try actor.may(OfficialDocuments.read, in: agency)
        return agency
    }
}

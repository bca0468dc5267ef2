// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// What anybody may ask the ledger: the newest head, an event, and the proof that the one is part of the other.
package struct LedgerReader: Sendable {
    let database: any Database

    package init(database: any Database) { self.database = database }

    /// Nil while nothing is sealed.
    package func newestHead() async throws -> SignedHead? {
        try await database.read { connection in
            guard let head = try HeadStore(db: connection).newest() else { return nil }
            return try signed(head, connection)
        }
    }

    /// Up to which position the ledger was sealed at a moment; 0 where it was not begun.
    package func size(at time: Date) async throws -> Int64 {
        try await database.read { try HeadStore(db: $0).size(at: time) }
    }

    package func head(size: Int64) async throws -> SignedHead {
        try await database.read { connection in
            guard let head = try HeadStore(db: connection).find(size: size) else { throw LedgerProblem.noSuchHead }
            return try signed(head, connection)
        }
    }

    /// That the head of `size` is the beginning of the newest one.
    package func consistency(from size: Int64) async throws -> (proof: ConsistencyProof, newest: SignedHead) {
        try await database.read { connection in
            let heads = HeadStore(db: connection)
            guard try heads.find(size: size) != nil, let newest = try heads.newest() else {
                throw LedgerProblem.noSuchHead
            }
            let proof = try TreeStore(db: connection).tree.consistency(from: size, to: newest.size)
            return (proof, try signed(newest, connection))
        }
    }

    /// The event with its proof in the newest head; without one while it waits for the sealer. A whole number instead of
    /// an id names the event by its position.
    package func event(_ id: ID<Event>) async throws -> RecordedEvent {
        try await database.read { connection in
            var id = id
            if let position = Int64(id.rawValue), let named = try TreeStore(db: connection).event(at: position) {
                id = named
            }
            guard let event = try EventStore(db: connection).find(id) else { throw LedgerProblem.noSuchEvent }
            let isErased = try event.commitment != nil && PersonalStore(db: connection).find(id) == nil
            return RecordedEvent(
                id: id, kind: event.kind, subject: event.subject, place: event.place, actor: event.actor,
                at: Date(milliseconds: event.at), facts: try CanonicalJSON.object(event.facts),
                factsText: event.facts, commitment: event.commitment, isErased: isErased,
                seal: try seal(of: event, connection))
        }
    }

    /// How many events of each kind there are, sealed or not. Reads them all.
    package func counts() async throws -> [String: Int] {
        try await database.read { connection in
            try connection.liftTimeouts()
            return try EventStore(db: connection).counts()
        }
    }

    /// The newest sealed events, newest first.
    package func latest(_ count: Int) async throws -> [SealedEvent] {
        try await database.readStale { try EventStore(db: $0).latest(count) }
    }

    /// The personal content for the person whose event it is: who did it, or whom it is about. Nil for everybody else,
    /// or when there is none.
    package func ownPersonal(of event: RecordedEvent, for actor: Actor?) async throws -> [String: String]? {
        guard let actor, actor.id == event.actor || actor.id == event.subject else { return nil }
        return try await database.read {
            try PersonalStore(db: $0).find(event.id).map { try CanonicalJSON.object($0.content) }
        }
    }

    /// The head whose copy lies with a witness outside, if one was ever told.
    package func witnesses() async throws -> [WitnessNote] {
        try await database.read { try WitnessStore(db: $0).all() }
    }

    private func seal(of event: StoredEvent, _ connection: any Connection) throws -> RecordedEvent.Seal? {
        let tree = TreeStore(db: connection)
        guard let entry = try tree.entry(of: event.id), let head = try HeadStore(db: connection).newest(),
            entry.position <= head.size
        else { return nil }
        return RecordedEvent.Seal(
            position: entry.position, leafBytes: event.leafBytes(at: entry.position),
            proof: try tree.tree.inclusion(of: entry.position - 1, size: head.size),
            head: try signed(head, connection))
    }

    private func signed(_ head: Head, _ connection: any Connection) throws -> SignedHead {
        guard let key = try KeyStore(db: connection).find(head.keyID) else { throw LedgerProblem.noSuchKey }
        return SignedHead(head: head, key: key)
    }
}

/// A head with the key that signed it.
package struct SignedHead: Sendable, Equatable {
    package let head: Head
    package let key: NodeKey

    /// The signature is right and the key counted when the head was signed.
    package var isValid: Bool { key.counts(at: head.at) && key.verifies(head.signature, of: head.bytes) }
}

/// An event as anybody may see it.
package struct RecordedEvent: Sendable, Equatable {
    package let id: ID<Event>
    package let kind: String
    package let subject: String
    package let place: String
    package let actor: String
    package let at: Date
    package let facts: [String: String]
    /// The canonical JSON that is part of the leaf.
    package let factsText: String
    /// Of the personal content, if the event has any.
    package let commitment: Hash?
    /// The personal content was erased.
    package let isErased: Bool
    /// Nil while the event waits for the sealer.
    package let seal: Seal?

    package struct Seal: Sendable, Equatable {
        package let position: Int64
        package let leafBytes: [UInt8]
        package let proof: InclusionProof
        package let head: SignedHead

        /// The proof holds and the head is rightly signed.
        package var isValid: Bool { head.isValid && proof.proves(.leaf(leafBytes), in: head.head.root) }
    }
}

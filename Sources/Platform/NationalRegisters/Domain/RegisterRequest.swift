// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// What this node asked of a national register, and what came back.
package struct RegisterRequest: Sendable, Equatable {
    /// Goes with everything that is said about it, in both directions: what arrives twice is known by it.
    package let id: ID<RegisterRequest>
    /// The name of the register.
    package let register: String
    /// What it is about, in the asking module's own ids.
    package let subject: String
    package let place: Place
    package let askedAt: Date
    /// When the register said that it has it; nil while it could not be reached.
    package internal(set) var takenAt: Date?
    package internal(set) var answer: RegisterAnswer?
    package internal(set) var answeredAt: Date?

    /// Where it stands in the register; nil until it does.
    package var entry: RegisterEntry? {
        if case .entered(let entry, _) = answer { entry } else { nil }
    }
}

/// A place in a register: volume (quyển số), which not every register has, number (số) and day.
package struct RegisterEntry: Sendable, Equatable {
    package let volume: String
    package let number: String
    package let day: Day

    package init(volume: String, number: String, day: Day) {
        (self.volume, self.number, self.day) = (volume, number, day)
    }
}

/// What a register says to a request, once.
package enum RegisterAnswer: Sendable, Equatable {
    case entered(RegisterEntry, words: String)
    /// Not as it is: the office can mend it and ask again.
    case returned(reason: String)
    /// Decided against.
    case refused(reason: String)

    package var outcome: String {
        switch self {
        case .entered: "entered"
        case .returned: "returned"
        case .refused: "refused"
        }
    }

    package var words: String {
        switch self {
        case .entered(_, let words): words
        case .returned(let reason), .refused(let reason): reason
        }
    }

    /// How much a register may say, in characters.
    package static let wordLimit = 2000
}

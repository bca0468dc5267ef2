// SPDX-License-Identifier: Apache-2.0

import Files
import Forms
import Kernel
import Units

/// A desk of the replay, with those who work there.
struct Desk: Sendable {
    enum Tier: String, Sendable { case province, district, commune }

    let place: Place
    let tier: Tier
    /// Where it hands over what is not for itself to decide: its place in the list of desks.
    let superior: Int?
    let clerk: Actor, head: Actor, cashier: Actor
    /// The numbers under which the bank and mobile money know it.
    let bank: String, mobileMoney: String
    let procedures: Weighted<String>
}

/// A resident of the replay.
struct Player: Sendable {
    let actor: Actor
    /// How they answer forms, in their own name.
    let respondent: Respondent
}

/// Everybody who plays.
struct Cast: Sendable {
    let desks: [Desk]
    let residents: [Player]
    /// The residents of each commune's desk, by their place in the list.
    let byDesk: [Int: [Int]]
    /// What everybody attaches.
    let scan: ReceivedFile
    /// One official who has no business with other desks.
    var stranger: Actor { desks[0].clerk }
}

/// Invents people, one after the other.
struct PeopleMaker {
    let people: Scenario.People
    let province: String
    var chance: Chance
    private var count = 0

    init(_ people: Scenario.People, province: String, chance: Chance) {
        (self.people, self.province, self.chance) = (people, province, chance)
    }

    mutating func name() -> String { name(isWoman: chance.happens(0.5)) }

    private mutating func name(isWoman: Bool) -> String {
        let given = chance.one(of: isWoman ? people.women : people.men)
        return "\(chance.one(of: people.surnames)) \(given)"
    }

    /// A name with an identifier of the 24th century: nobody's, and given once.
    mutating func resident() -> (name: String, identifier: String) {
        let isWoman = chance.happens(0.5)
        count += 1
        let digits = String(1_000_000 + count).dropFirst()
        let year = String(100 + chance.below(100)).dropFirst()
        let place = String(1_000 + (Int(province) ?? 0)).dropFirst()
        return (name(isWoman: isWoman), "\(place)\(isWoman ? 9 : 8)\(year)\(digits)")
    }
}

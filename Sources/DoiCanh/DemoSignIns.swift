// SPDX-License-Identifier: Apache-2.0

import Foundation
import Product

/// What whoever tries the demo has to know.
enum DemoSignIns {
    static func print(_ platform: Platform) async throws {
        let people = try await platform.demoSignIns()
        guard !people.isEmpty else { return }
        Terminal.say(Terminal.words("demo.sign_ins"))
        for person in people {
            let username = person.username.padding(toLength: 8, withPad: " ", startingAt: 0)
            Terminal.say("  \(username)\(person.password)   \(person.name)")
        }
    }
}

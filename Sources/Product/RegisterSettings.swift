// SPDX-License-Identifier: Apache-2.0

import DemoRegister
import NationalRegisters
package import Wire

/// Which national registers this node reaches. What is asked of another one waits until it is connected.
package struct RegisterSettings: Sendable {
    package struct Line: Sendable {
        let address: String
        let secret: SharedSecret

        package init(address: String, secret: SharedSecret) { (self.address, self.secret) = (address, secret) }
    }

    /// By the name of the register.
    package var lines: [String: Line] = [:]
    /// Those without a line are the simulators in this process.
    package var isSimulated = false

    package init() {}

    /// With registers that are simulated.
    package static var demo: RegisterSettings {
        var settings = RegisterSettings()
        settings.isSimulated = true
        return settings
    }

    /// Secrets nobody else knows, for those that are simulated.
    func simulated(of registers: NationalRegisters) -> [String: SharedSecret] {
        guard isSimulated else { return [:] }
        let names = registers.all.map(\.name).filter { lines[$0] == nil }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, SharedSecret.random()) })
    }

    /// Refuses a line to a register that the content does not know.
    func connections(
        to registers: NationalRegisters, simulating secrets: [String: SharedSecret], at door: FrontDoor
    ) throws(ConfigurationProblem) -> [String: RegisterConnection] {
        guard lines.keys.allSatisfy({ registers[$0] != nil }) else {
            let names = registers.all.map { "\($0.name)=…" }.joined(separator: ", ")
            throw .wrongValue(.registerAddresses, .standard, expected: names)
        }
        let real = lines.mapValues { line in RegisterConnection(to: { line.address }, secret: line.secret) }
        return secrets.reduce(into: real) { all, simulated in
            let path = DemoRegister.path(of: simulated.key)
            all[simulated.key] = RegisterConnection(to: { try door.url(of: path) }, secret: simulated.value)
        }
    }
}

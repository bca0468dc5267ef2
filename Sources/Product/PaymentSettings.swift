// SPDX-License-Identifier: Apache-2.0

import Payments
package import Wire

/// Who tells this node of payments. A provider without a secret is not listened to.
package struct PaymentSettings: Sendable {
    package var bank: SharedSecret?
    package var mobileMoney: SharedSecret?
    /// The bank is the simulator in this process.
    package var isSimulated = false

    package init() {}

    /// With a bank that is simulated, and secrets nobody else knows.
    package static var demo: PaymentSettings {
        var settings = PaymentSettings()
        (settings.bank, settings.mobileMoney, settings.isSimulated) = (.random(), .random(), true)
        return settings
    }

    var providers: [any PaymentProvider] {
        let bank: [any PaymentProvider] = bank.map { [BankProvider(secret: $0)] } ?? []
        return bank + (mobileMoney.map { [MobileMoneyProvider(secret: $0)] } ?? [])
    }
}

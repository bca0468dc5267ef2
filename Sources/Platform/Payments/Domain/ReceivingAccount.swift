// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Where an agency is paid through one provider: a bank account, or a merchant number of mobile money. Agencies change
/// theirs; the old ones are kept, because money still comes to them.
package struct ReceivingAccount: Equatable, Sendable {
    package let id: ID<ReceivingAccount>
    package let agency: Place
    /// Which provider tells of the money that comes here.
    package let provider: String
    /// The bank as its card issuer number; "" where there is none.
    package let bank: String
    /// What people call the bank, or the service for mobile money.
    package let bankName: String
    package let number: String
    package let holder: String
    package let openedAt: Date
    package let closedAt: Date?

    /// What a person states about an account.
    package struct Statement: Sendable {
        package let provider: String, bank: String, bankName: String, number: String, holder: String

        package init(
            provider: String = BankProvider.id, bank: String, bankName: String, number: String, holder: String
        ) {
            (self.provider, self.bank, self.bankName) = (provider, bank, bankName)
            (self.number, self.holder) = (number, holder)
        }
    }

    init(
        _ statement: Statement, id: ID<ReceivingAccount>, agency: Place, at time: Date
    ) throws(PaymentProblem) {
        let needsBank = statement.provider == BankProvider.id
        guard statement.bank.count == (needsBank ? 6 : 0), statement.bank.allSatisfy(Self.isDigit) else {
            throw .badBank
        }
        guard (1...60).contains(statement.bankName.count) else { throw .badBankName }
        guard (1...19).contains(statement.number.count),
            statement.number.allSatisfy({ Self.isDigit($0) || ("A"..."Z").contains($0) })
        else { throw .badAccount }
        guard !VietQR.ascii(statement.holder, limit: VietQR.nameLimit).isEmpty, statement.holder.count <= 100 else {
            throw .badHolder
        }
        self.init(
            id: id, agency: agency, provider: statement.provider, bank: statement.bank,
            bankName: statement.bankName, number: statement.number, holder: statement.holder, openedAt: time,
            closedAt: nil)
    }

    init(
        id: ID<ReceivingAccount>, agency: Place, provider: String, bank: String, bankName: String, number: String,
        holder: String, openedAt: Date, closedAt: Date?
    ) {
        self.id = id
        self.agency = agency
        self.provider = provider
        self.bank = bank
        self.bankName = bankName
        self.number = number
        self.holder = holder
        self.openedAt = openedAt
        self.closedAt = closedAt
    }

    /// The transfer order for a bill.
    package func order(for bill: Bill) -> VietQR {
        var order = VietQR(bank: bank, account: number, amount: bill.amount)
        (order.purpose, order.name) = (bill.reference.description, holder)
        return order
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}

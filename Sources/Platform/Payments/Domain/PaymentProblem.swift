// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum PaymentProblem: Problem, Equatable {
    case noBill, noNotice
    /// A line without words, with an impossible quantity or an amount no code can carry.
    case badLine
    /// Somebody was quicker, or it was paid meanwhile; nothing is overwritten.
    case notOpen, notPaid, notWaiting
    case blankReason, longReason
    case badBank, badBankName, badAccount, badHolder
    /// Money that came and the bill it shall pay are not the same amount, or not of the same agency.
    case otherAmount
    /// A statement of an account that no agency here has.
    case unknownAccount
    /// No file was sent, or one that is no statement; the line is the first that cannot be read.
    case noStatement
    case badStatement(line: Int)

    package var code: String {
        switch self {
        case .noBill: "payments.no_bill"
        case .noNotice: "payments.no_notice"
        case .badLine: "payments.bad_line"
        case .notOpen: "payments.not_open"
        case .notPaid: "payments.not_paid"
        case .notWaiting: "payments.not_waiting"
        case .blankReason: "payments.blank_reason"
        case .longReason: "payments.long_reason"
        case .badBank: "payments.bad_bank"
        case .badBankName: "payments.bad_bank_name"
        case .badAccount: "payments.bad_account"
        case .badHolder: "payments.bad_holder"
        case .otherAmount: "payments.other_amount"
        case .unknownAccount: "payments.unknown_account"
        case .noStatement: "payments.blank_statement"
        case .badStatement: "payments.bad_statement"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noBill, .noNotice: .notFound
        case .badLine: .fault
        case .notOpen, .notPaid, .notWaiting: .conflict
        case .blankReason, .longReason, .badBank, .badBankName, .badAccount, .badHolder, .otherAmount,
            .unknownAccount, .noStatement, .badStatement:
            .invalid
        }
    }

    package var field: String? {
        switch self {
        case .blankReason, .longReason: "reason"
        case .badBank: "bank"
        case .badBankName: "bank_name"
        case .badAccount: "account"
        case .badHolder: "holder"
        case .otherAmount: "reference"
        case .noBill, .noNotice, .badLine, .notOpen, .notPaid, .notWaiting: nil
        case .unknownAccount, .noStatement, .badStatement: "statement"
        }
    }

    package var slots: [String: String] {
        switch self {
        case .longReason: ["limit": "\(Bill.reasonLimit)"]
        case .badStatement(let line): ["line": "\(line)"]
        default: [:]
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import Kernel
import QRCode
import Web

/// Shows the secret once, as a code to scan and as letters to type, and asks for a first code.
struct EnrolmentPage: Page {
    static let template = "identity/second-factor"
    let viewBox: String
    let path: String
    let key: String
    /// For a phone, on which one cannot scan one's own screen.
    let address: String
    let errors: ErrorSummary
    let code: Field
    let button: Button

    init(_ enrolment: IdentityService.Enrolment, _ strings: Strings, problem: (any Problem)? = nil) {
        let mistakes = Mistakes(problem.map { [$0] } ?? [], strings: strings)
        let qr = QRCode(enrolment.address)
        viewBox = qr?.viewBox ?? "0 0 1 1"
        path = qr?.path ?? ""
        key = enrolment.key
        address = enrolment.address
        errors = mistakes.summary
        code = Field(
            "code", label: strings["identity.second_factor.code"], hint: strings["identity.second_factor.code_hint"],
            problem: mistakes["code"], width: .short, autocomplete: "one-time-code", isNumeric: true)
        button = Button(strings["identity.second_factor.button"])
    }

    private init(_ text: String, hasProblem: Bool) {
        (viewBox, path, key, address) = ("0 0 1 1", text, text, text)
        errors = hasProblem ? ErrorSummary([.init(field: "code", text)]) : ErrorSummary()
        code = Field("code", label: text, problem: hasProblem ? text : "")
        button = Button(text)
    }

    static let mocks = [
        EnrolmentPage("JBSW Y3DP", hasProblem: true), EnrolmentPage("", hasProblem: false),
        EnrolmentPage(.hostile, hasProblem: true),
    ]
}

/// The codes for the day the phone is lost, to be printed or copied now.
struct PaperCodesPage: Page {
    static let template = "identity/paper-codes"
    let codes: [Code]

    struct Code: Sendable { let text: String }

    init(codes: [String]) { self.codes = codes.map(Code.init) }

    static let mocks = [
        PaperCodesPage(codes: ["ABCD EFGH IJKL MNOP"]), PaperCodesPage(codes: []), PaperCodesPage(codes: [.hostile]),
    ]
}

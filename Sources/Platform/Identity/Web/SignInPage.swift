// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// The way in: the national e-ID first, a local account second.
struct SignInPage: Page {
    static let template = "identity/sign-in"
    let from: String
    let errors: ErrorSummary
    let hasElectronicID: Bool
    let electronicID: Button
    /// Empty where an operator switched local accounts off.
    let local: [FormPage.Form]
    let recovery: Link

    init(from: ReturnPath, _ service: IdentityService, _ context: WebContext, _ mistakes: Mistakes) {
        let strings = context.strings
        self.from = from.text
        errors = mistakes.summary
        hasElectronicID = service.hasElectronicID
        electronicID = Button(strings["identity.sign_in.eid_button"])
        let fields = [
            Field(
                "username", label: strings["identity.sign_in.username"], value: context.form.text("username"),
                problem: mistakes["username"], width: .half, autocomplete: "username"),
            Field(
                "password", label: strings["identity.sign_in.password"], problem: mistakes["password"], kind: .password,
                width: .half, autocomplete: "current-password"),
        ]
        let button = Button(
            strings["identity.sign_in.button"], style: hasElectronicID ? .secondary : .primary)
        local = service.settings.localAccounts ? [.init(action: "/session", fields: fields, button: button)] : []
        recovery = Link(strings["identity.sign_in.forgot"], "/session/recovery")
    }

    private init(_ text: String, isOpen: Bool, hasProblem: Bool) {
        from = text
        errors = hasProblem ? ErrorSummary([.init(field: "username", text)]) : ErrorSummary()
        hasElectronicID = isOpen
        electronicID = Button(text)
        local =
            isOpen ? [.init(action: "/session", fields: [Field("username", label: text)], button: Button(text))] : []
        recovery = Link(text, "/session/recovery")
    }

    static let mocks = [
        SignInPage("Đăng nhập", isOpen: true, hasProblem: true), SignInPage("x", isOpen: false, hasProblem: false),
        SignInPage(.hostile, isOpen: true, hasProblem: true),
    ]
}

// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// The way in: the national e-ID first, a local account second.
struct SignInPage: Page {
    static let template = "identity/sign-in"
    let from: String
    let login: String
    let hasLocalAccounts: Bool
    let hasProblem: Bool
    let problem: String

    init(
        from: ReturnPath, _ settings: IdentitySettings, _ strings: Strings, login: String = "",
        problem: (any Problem)? = nil
    ) {
        self.from = from.text
        self.login = login
        hasLocalAccounts = settings.localAccounts
        hasProblem = problem != nil
        self.problem = problem.map(strings.sentence) ?? ""
    }

    private init(from: String, login: String, hasLocalAccounts: Bool, hasProblem: Bool, problem: String) {
        self.from = from
        self.login = login
        self.hasLocalAccounts = hasLocalAccounts
        self.hasProblem = hasProblem
        self.problem = problem
    }

    static let mocks = [
        SignInPage(
            from: "/petitions", login: "lan", hasLocalAccounts: true, hasProblem: true,
            problem: "Tên đăng nhập và mật khẩu không khớp."),
        SignInPage(from: "/", login: "", hasLocalAccounts: false, hasProblem: false, problem: ""),
        SignInPage(
            from: "/\"\u{301}><b>", login: "\"\u{301} onmouseover=alert(1) x=\"\u{301}", hasLocalAccounts: true,
            hasProblem: true, problem: "<script>"),
    ]
}

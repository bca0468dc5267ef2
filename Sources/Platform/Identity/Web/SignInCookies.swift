// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Kernel
import Web

/// The cookies that carry a sign-in from page to page.
enum SignInCookies {
    /// Names a sign-in that waits for its second factor.
    static let step = "step"
    /// Names a sign-in that went to the national e-ID.
    static let journey = "journey"
    /// Where to go afterwards.
    static let from = "from"
    /// By which a browser is known once somebody signed in with it.
    static let device = "device"

    static func brief(_ name: String, _ value: String) -> Cookie {
        Cookie(name: name, value: value, maxAge: 600, path: "/", httpOnly: true, sameSite: .lax)
    }

    static func gone(_ name: String) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", httpOnly: true, sameSite: .lax)
    }

    static func known(_ device: Token) -> Cookie {
        Cookie(
            name: Self.device, value: device.text, maxAge: 180 * 24 * 60 * 60, path: "/",
            httpOnly: true, sameSite: .lax)
    }
}

extension Response {
    /// On to where the visitor wanted to go, signed in; or to the page that asks for the second factor.
    static func welcome(_ admission: Admission, to from: ReturnPath) -> Response {
        switch admission {
        case .session(let token, let device):
            var response = Response.seeOther(from.text)
            response.setCookie(Cookies.lasting(Cookies.session, token.text))
            response.setCookie(SignInCookies.known(device))
            response.setCookie(SignInCookies.gone(SignInCookies.step))
            response.setCookie(SignInCookies.gone(SignInCookies.from))
            return response
        case .secondFactor(let step):
            var response = Response.seeOther("/session/code")
            response.setCookie(SignInCookies.brief(SignInCookies.step, step.text))
            response.setCookie(SignInCookies.brief(SignInCookies.from, from.text))
            return response
        }
    }

    /// On to `path` with the session's new token.
    static func goOn(to path: String, _ token: Token) -> Response {
        var response = Response.seeOther(path)
        response.setCookie(Cookies.lasting(Cookies.session, token.text))
        return response
    }
}

extension WebContext {
    func visit(_ request: Request) -> Visit {
        Visit(
            address: clientAddress, browser: BrowserName(request.headers[.userAgent] ?? "").text,
            device: request.cookies[SignInCookies.device].map { Token($0.value) })
    }

    /// To the sign-in page and back again, for a page that needs somebody.
    var signInFirst: Response { .seeOther("/session?from=\(ReturnPath(path).text)") }
}

extension Problem {
    /// It is shown on the form again, with what was typed; others get a page of their own.
    var isAboutTheForm: Bool { field != nil || kind == .invalid || kind == .tooMany || kind == .conflict }
}

extension HTTPResponse.Status {
    static func of(_ problem: any Problem) -> HTTPResponse.Status {
        switch problem.kind {
        case .tooMany: .tooManyRequests
        case .conflict: .conflict
        default: .unprocessableContent
        }
    }
}

/// Where to go after signing in: a path of ours, or home.
struct ReturnPath: Sendable {
    let text: String

    init(_ given: String) {
        let plain = given.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Self.forbidden.contains($0) }
        let ours = given.hasPrefix("/") && !given.hasPrefix("//") && !given.hasPrefix("/session")
        text = plain && ours && given.utf8.count <= 1000 ? given : "/"
    }

    /// A backslash counts as a slash in browsers; the others would end a cookie or a header early.
    private static let forbidden = Set("\\;,\"".utf8)
}

/// What a browser calls itself, in words a person knows: "Chrome, Android".
struct BrowserName: Sendable {
    let text: String

    init(_ userAgent: String) {
        let browser = Self.browsers.first { userAgent.contains($0.mark) }?.name
        let system = Self.systems.first { userAgent.contains($0.mark) }?.name
        text = [browser, system].compactMap(\.self).joined(separator: ", ")
    }

    // In this order, because each names those after it as well.
    private static let browsers = [
        (mark: "coc_coc", name: "Cốc Cốc"), (mark: "Edg", name: "Edge"), (mark: "OPR", name: "Opera"),
        (mark: "SamsungBrowser", name: "Samsung Internet"), (mark: "Firefox", name: "Firefox"),
        (mark: "Chrome", name: "Chrome"), (mark: "Safari", name: "Safari"), (mark: "curl", name: "curl"),
    ]
    private static let systems = [
        (mark: "Android", name: "Android"), (mark: "iPhone", name: "iPhone"), (mark: "iPad", name: "iPad"),
        (mark: "Windows", name: "Windows"), (mark: "Mac OS", name: "macOS"), (mark: "Linux", name: "Linux"),
    ]
}

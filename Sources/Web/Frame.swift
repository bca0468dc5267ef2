// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// What surrounds every page: who is signed in, where the links lead, the token each form carries.
package struct Frame: Sendable {
    package struct Item: Sendable {
        let href: String, label: String, isHere: Bool
    }

    package let language: Language
    let path: String
    let otherLanguage: String
    let otherLanguageCode: String
    let stylesheet: String
    let icon: String
    let deskScript: String
    let uploadScript: String
    let liveScript: String
    let csrf: String
    let name: String
    let isSignedIn: Bool
    let isDemo: Bool
    let isSimulated: Bool
    let items: [Item]
    let footer: [Item]

    init(context: WebContext, pages: Pages) {
        let views = pages.views
        let strings = views.strings(context.language)
        language = context.language
        path = context.path
        otherLanguageCode = context.language == .vi ? "en" : "vi"
        otherLanguage = context.language == .vi ? "English" : "Tiếng Việt"
        stylesheet = views.assets.url("app.css")
        icon = views.assets.url("mark.svg")
        deskScript = views.assets.url("desk.js")
        uploadScript = views.assets.url("upload.js")
        liveScript = views.assets.url("live.js")
        csrf = context.csrf
        name = context.visitor?.name ?? ""
        isSignedIn = context.visitor != nil
        // One mark is enough: what is simulated is a demo, and more than that.
        (isDemo, isSimulated) = (pages.isDemo && !pages.isSimulated, pages.isSimulated)
        items = Self.items(pages.navigation, context, strings)
        footer = Self.items(pages.footer, context, strings)
    }

    private init(language: Language, name: String, items: [Item]) {
        self.language = language
        (path, stylesheet, icon, csrf) = ("/", "/assets/app.css", "/assets/mark.svg", "token")
        (deskScript, uploadScript, liveScript) = ("/assets/desk.js", "/assets/upload.js", "/assets/live.js")
        (otherLanguage, otherLanguageCode) = language == .vi ? ("English", "en") : ("Tiếng Việt", "vi")
        (self.name, isSignedIn, isDemo, isSimulated) = (name, !name.isEmpty, true, true)
        (self.items, footer) = (items, items)
    }

    /// For the tests of templates: somebody signed in, with a name that tries to break out, and nobody.
    package static let mocks: [Frame] = Language.allCases.flatMap { language in
        [
            Frame(language: language, name: .hostile, items: [Item(href: "/units", label: .hostile, isHere: true)]),
            Frame(language: language, name: "", items: []),
        ]
    }

    private static func items(_ links: [NavigationItem], _ context: WebContext, _ strings: Strings) -> [Item] {
        let shown = links.filter { $0.shown(to: context.visitor?.actor) }
        // The nearest above this page: a log book hangs below its pile, and both are linked.
        let here = shown.map(\.href).filter { context.path == $0 || context.path.hasPrefix($0 + "/") }.max()
        return shown.map { Item(href: $0.href, label: strings[$0.key], isHere: $0.href == here) }
    }
}

/// A link in the header or the footer, offered by a module.
package struct NavigationItem: Sendable {
    let key: String
    let href: String
    let kinds: Set<Actor.Kind>?
    let others: Set<Actor.Kind>
    let permission: Permission?

    /// `kinds` nil shows the link to everybody but `others`, who have a page of their own for it. Where the page needs a
    /// `permission` in one's own agency, nobody else is led there.
    package init(
        _ key: String, _ href: String, for kinds: Set<Actor.Kind>? = nil, except others: Set<Actor.Kind> = [],
        needs permission: Permission? = nil
    ) {
        self.key = key
        self.href = href
        self.kinds = kinds
        self.others = others
        self.permission = permission
    }

    func shown(to actor: Actor?) -> Bool {
        guard let actor else { return kinds == nil }
        if let permission, !actor.can(permission, in: actor.agency ?? .everywhere) { return false }
        return kinds?.contains(actor.kind) ?? !others.contains(actor.kind)
    }
}

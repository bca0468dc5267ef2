// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
import Synchronization
package import Web

/// `/units`: browse and find units, as they are and as they were.
package struct UnitRoutes: WebModule {
    private let service: UnitService
    private let maps = CountryMaps()

    package init(service: UnitService) { self.service = service }

    package var navigation: [NavigationItem] { [NavigationItem("units.title", "/units")] }

    package var pages: [any Page.Type] {
        [UnitListPage.self, UnitFindingsPage.self, UnitPage.self, UnitChangesPage.self, MergedPage.self]
    }

    package var api: [APIOperation] { UnitAPI.operations }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("units")
            .get(use: list)
            .get("merged", use: merged)
            .get(":code", use: show)
            .get(":code/changes", use: changes)
            .get(":code/:day", use: showThen)
        UnitAPI(service: service).addRoutes(to: router)
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        HomePart(
            search: [UnitWords.search(isLarge: true) { context.strings[$0] }],
            entries: [
                .init(context.strings["units.title"], "/units", text: context.strings["units.home.text"])
            ], figures: try await figures(context))
    }

    /// How many there are today: none before they are loaded.
    private func figures(_ context: WebContext) async throws -> [Figure] {
        guard let standing = try await service.standing() else { return [] }
        let source = context.strings.fill(
            "units.home.source", ["day": context.formats.date(standing.change.day), "basis": standing.change.basis])
        return [
            ("units.home.provinces", standing.counts[.province] ?? 0),
            ("units.home.communes", standing.counts[.commune] ?? 0),
        ].map {
            Figure(
                label: context.strings[$0], value: context.formats.number($1), href: "/units", source: source)
        }
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let words = try await words(context)
        let query = try request.typed("q")
        if !query.isEmpty {
            let limit = 20
            let findings = try await service.find(query, limit: limit)
            return context.page(UnitFindingsPage(query: query, findings: findings, limit: limit, words: words))
        }
        let day = try request.day("on") ?? service.today
        let tree = try await service.tree(on: day)
        return context.page(
            UnitListPage(
                tree: tree, map: countryMap(tree, words: words), on: day,
                order: .init(rawValue: try request.typed("sort")) ?? .name, words: words))
    }

    @Sendable func merged(request: Request, context: WebContext) async throws -> Response {
        let words = try await words(context)
        let tree = try await service.tree()
        let code = try request.typed("in")
        guard code.isEmpty || tree.unit(code)?.level == .province else { throw UnitProblem.notFound(code: code) }
        guard let merger = Merger(words.history, to: tree) else { throw UnitProblem.nothingLoaded }
        return context.page(MergedPage(merger, in: tree, below: code.isEmpty ? nil : code, words: words))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let code = try context.parameters.require("code")
        let words = try await words(context)
        guard words.history.unit(code, on: service.today) == nil else {
            return try await page(of: code, on: service.today, words: words, context: context)
        }
        // A code of the past leads to its last day, so that an old address still shows what became of it.
        guard let last = words.history.versions(of: code).last, let end = last.validTo else {
            throw UnitProblem.notFound(code: code)
        }
        return .seeOther("/units/\(last.code)/\(end)")
    }

    @Sendable func showThen(request: Request, context: WebContext) async throws -> Response {
        let code = try context.parameters.require("code")
        let text = try context.parameters.require("day")
        guard let day = Day(text) else { throw UnitProblem.notADay(text) }
        return try await page(of: code, on: day, words: try await words(context), context: context)
    }

    @Sendable func changes(request: Request, context: WebContext) async throws -> Response {
        let code = try context.parameters.require("code")
        let words = try await words(context)
        let versions = words.history.versions(of: code)
        guard let newest = versions.last else { throw UnitProblem.notFound(code: code) }
        let turns = words.history.turningDays.dropFirst().filter { turn in
            versions.contains { $0.validFrom == turn || $0.validTo.map { $0 + 1 == turn } == true }
        }
        let day = try request.day("on").flatMap { day in turns.last { $0 <= day } } ?? turns.last
        guard let day else { throw UnitProblem.notFound(code: code) }
        let before = try await service.tree(on: day - 1)
        let after = try await service.tree(on: day)
        return context.page(
            UnitChangesPage(
                code: code, name: newest.name, on: day, before: before, after: after,
                view: .init(rawValue: try request.typed("view")) ?? .after, words: words))
    }

    private func page(of code: String, on day: Day, words: UnitWords, context: WebContext) async throws -> Response {
        let tree = try await service.tree(on: day)
        guard let unit = tree.unit(code) else { throw UnitProblem.notFound(code: code) }
        let map = unit.level == .commune ? nil : localMap(of: unit, in: tree, words: words)
        return context.page(UnitPage(unit, in: tree, on: day, map: map, words: words))
    }

    private func words(_ context: WebContext) async throws -> UnitWords {
        UnitWords(
            strings: context.strings, formats: context.formats, history: try await service.history(),
            today: service.today)
    }

    /// Areas are known for today's communes only: without them the dots would not look like the country.
    private func countryMap(_ tree: UnitTree, words: UnitWords) -> UnitMap? {
        guard tree.communes().contains(where: { $0.areaKm2 != nil }) else { return nil }
        let count = words.formats.number(tree.communes().count)
        return maps.map(of: tree, words.strings.language) {
            UnitMap(
                tree, title: words.text("units.map.country", ["count": count]),
                description: words.text(
                    "units.map.description", ["count": count, "counts": words.counts(tree.provinces)]))
        }
    }

    private func localMap(of unit: AdministrativeUnit, in tree: UnitTree, words: UnitWords) -> UnitMap? {
        let communes = tree.communes(below: unit.code)
        guard communes.count > 1 else { return nil }
        let slots = ["name": unit.name, "counts": words.counts(communes)]
        return UnitMap(
            tree, kindsBelow: unit.code, title: words.text("units.map.unit", slots),
            description: words.text("units.map.unit_description", slots), name: words.name(ofKind:))
    }
}

/// The map of the country without values, drawn once for each version, tree and language.
private final class CountryMaps: Sendable {
    private struct Key: Hashable { let version: Int, since: Day, language: Language }

    private let drawn = Mutex<[Key: UnitMap]>([:])

    func map(of tree: UnitTree, _ language: Language, draw: () -> UnitMap) -> UnitMap {
        let key = Key(version: tree.version, since: tree.since, language: language)
        if let map = drawn.withLock({ $0[key] }) { return map }
        let map = draw()
        drawn.withLock { maps in
            maps = maps.filter { $0.key.version == key.version }
            maps[key] = map
        }
        return map
    }
}

extension Request {
    /// A day from the query, nil when it is missing. Refuses what is not a day.
    func day(_ name: String) throws -> Day? {
        let text = try typed(name)
        guard !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw UnitProblem.notADay(text) }
        return day
    }
}

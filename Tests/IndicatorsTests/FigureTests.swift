// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import Ledger
import TestKit
import Testing

@testable import Indicators

@Suite("Figures that were reported")
struct FigureTests {
    private func service(_ backend: Backend) async throws -> FigureService {
        let database = try await backend.migrated(LedgerMigrations.all + IndicatorMigrations.all)
        return FigureService(database: database, now: { Site.moment }, newID: { UUIDv7.string() })
    }

    private func shipped(_ change: (String) -> String = { $0 }) throws -> FigureFiles {
        var content = Content.embedded.files
        content["Indicators/figures.csv"] = content["Indicators/figures.csv"].map(change)
        return try FigureFiles(content: content)
    }

    @Test(
        "what is printed is read as a Vietnamese reader would",
        arguments: [
            ("63", "63", "63"), ("09", "9", "9"), ("1.914", "1914", "1914"), ("130.280", "130280", "130280"),
            ("135,53", "135.53", "135.53"), ("90,81", "90.81", "90.81"), ("1 triệu", "1000000", "1000000"),
            ("2,4 nghìn", "2400", "2400"), ("23.3 nghìn", "23300", "23300"), ("7,366 nghìn", "7366", "7366"),
            ("4 - 5", "4", "5"), ("2 - 2,5", "2", "2.5"), ("một", "1", "1"), ("ba", "3", "3"),
            ("1,5 - 2 triệu", "1500000", "2000000"), ("120.607", "120607", "120607"),
        ])
    func numbers(printed: String, low: String, high: String) throws {
        let number = try #require(PrintedNumber(printed))
        #expect(number.low == Decimal(string: low) && number.high == Decimal(string: high))
    }

    @Test(
        "what is no number is not made one",
        arguments: [
            "12-1", "29/12", "22/12/2024", "19/02/2021 12:57", "XIII", "2021-2025", "2021 - 2030", "18-NQ/TW", "số 1",
            "1 và 3", "1 trong 3", "3, 4", "đứng đầu", "tất cả", "", "-", "1.2.3", "5 - 4", "1 - 2 - 3", "١٢",
        ])
    func none(printed: String) { #expect(PrintedNumber(printed) == nil) }

    @Test("the figures of the articles are entered once, each as it was printed", arguments: Backend.available)
    func load(backend: Backend) async throws {
        let service = try await service(backend)
        #expect(try await service.load(try shipped(), by: .system) == 193)
        #expect(try await service.load(try shipped(), by: .system) == 0)
        let all = try await service.all()
        #expect(all.map(\.figure) == (try shipped()).figures)
        #expect(all.allSatisfy { $0.version == 1 })
        let misprint = try #require(try await service.versions(of: "F079").first)
        #expect(misprint.figure.printed == "120.607" && misprint.figure.value?.low == 120_607)
        #expect(misprint.figure.note[.vi]?.contains("120,607") == true)
        let years = all.filter { $0.figure.printed == "2045" }
        #expect(!years.isEmpty && years.allSatisfy { $0.figure.value == nil })
        await #expect(throws: IndicatorProblem.noSuchFigure) { try await service.versions(of: "F999") }
        let told = try await service.database.read { try $0.rows("SELECT kind, facts FROM ledger_event") }
        #expect(try told.map { try $0.text("kind") } == ["indicators.reported"])
        #expect(try told[0].text("facts").contains("\"figures\":\"193\""))
        await service.database.close()
    }

    @Test("a figure that reads otherwise gets another version, and the old one stays", arguments: Backend.available)
    func versions(backend: Backend) async throws {
        let service = try await service(backend)
        try await service.load(try shipped(), by: .system)
        let corrected = try shipped { $0.replacing("90,81", with: "90,82") }
        #expect(try await service.load(corrected, by: .system) == 1)
        let code = try #require(corrected.figures.first { $0.printed == "90,82" }).code
        let versions = try await service.versions(of: code)
        #expect(versions.map(\.version) == [2, 1] && versions.map(\.figure.printed) == ["90,82", "90,81"])
        #expect(versions[0].event != versions[1].event)
        #expect(try await service.all().count == 193)
        await service.database.close()
    }

    @Test("only who may enters figures", arguments: Backend.available)
    func permission(backend: Backend) async throws {
        let service = try await service(backend)
        await #expect(throws: Forbidden(.reportFigures)) {
            try await service.load(try shipped(), by: Actor(id: "minh", kind: .resident))
        }
        await service.database.close()
    }

    @Test(
        "a file that states it wrongly is refused with its line",
        arguments: [
            ("F002,000", "F001,000", 3, "twice"), ("F002,000", "F002,999", 3, "source"),
            (",,printed,", ",,heard,", 2, "origin"), ("F002,000,event", "F002,000,", 3, "topic"),
        ])
    func refused(old: String, new: String, line: Int, reason: String) throws {
        let problem = try #require(throws: ContentProblem.self) {
            try shipped { text in
                guard let found = text.range(of: old) else { return text }
                return text.replacingCharacters(in: found, with: new)
            }
        }
        #expect(problem.line == line && problem.reason.contains(reason), "\(problem)")
    }
}

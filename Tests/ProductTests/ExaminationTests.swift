// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Product
import TestKit
import Testing

@Suite("Doctor")
struct ExaminationTests {
    private func node(_ environment: [String: String] = [:]) throws -> Configuration {
        let path = TestFolder.own.appending(path: "doicanh-\(UUIDv7.string())").path()
        return try Configuration(data: try DataFolder(path).path, environment: environment)
    }

    private func verdict(_ check: String, _ configuration: Configuration) async -> Examination.Verdict? {
        await Examination(configuration).findings().first { $0.check == check }?.verdict
    }

    @Test("a fresh node lacks things but nothing is wrong with it")
    func fresh() async throws {
        let findings = await Examination(try node()).findings()
        #expect(findings.first { $0.check == "folder" }?.verdict == .good)
        #expect(findings.first { $0.check == "content" }?.verdict == .good)
        #expect(!findings.contains { $0.verdict == .bad })
    }

    @Test("a migrated database is told from one that is not, and from one a newer binary made")
    func schema() async throws {
        let configuration = try node()
        let database = try await configuration.database.open()
        try await database.write { try $0.run("CREATE TABLE migration (name \(.text), checksum \(.text))") }
        #expect(await verdict("schema", configuration) == .warning)
        try await database.write { try $0.run("INSERT INTO migration VALUES ('future-001-x', 'y')") }
        #expect(await verdict("schema", configuration) == .bad)
        await database.close()
    }

    @Test("a file that is no database, a folder open to others, and content with a mistake are found")
    func wrong() async throws {
        let configuration = try node()
        try "not a database, but long enough to be read as one".write(
            toFile: "\(configuration.data)/doicanh.sqlite", atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(
            atPath: "\(configuration.data)/content/Web", withIntermediateDirectories: true)
        try "<p>{{#open}}</p>".write(
            toFile: "\(configuration.data)/content/Web/problem.mustache", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: configuration.data)
        #expect(await verdict("database", configuration) == .bad)
        #expect(await verdict("content", configuration) == .bad)
        #expect(await verdict("folder", configuration) == .warning)
    }

    @Test("a certificate that cannot be read is found")
    func certificate() async throws {
        let configuration = try node(["DOICANH_TLS_CERTIFICATE": "/nowhere.pem", "DOICANH_TLS_KEY": "/nowhere.key"])
        #expect(await verdict("certificate", configuration) == .bad)
    }
}

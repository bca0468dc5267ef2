// SPDX-License-Identifier: Apache-2.0

package import Content
import Database
import Exchange
import Foundation
import HTTPServer
package import Kernel
import Logging
import Rendering
import Web

#if canImport(Glibc)
    import Glibc
#endif

/// What `doicanh doctor` finds out about a node without changing it.
package struct Examination: Sendable {
    package enum Verdict: String, Sendable { case good, warning, bad }

    package struct Finding: Sendable, Equatable {
        /// Names the sentence `doctor.<check>` that says what was looked at.
        package let check: String
        package let verdict: Verdict
        /// Facts for the operator, not a sentence.
        package let detail: String
    }

    let configuration: Configuration
    let content: Content
    let now: Now

    package init(_ configuration: Configuration, content: Content = .embedded, now: @escaping Now = { Date() }) {
        self.configuration = configuration
        self.content = content
        self.now = now
    }

    package func findings() async -> [Finding] {
        [folder(), disk(), words(), certificate()] + (await database()) + [
            identityKey(), ledgerKey(), await printing(),
        ]
    }

    private func folder() -> Finding {
        let path = configuration.data
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            return bad("folder", "\(path): \(String(cString: strerror(errno)))")
        }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? nil
        guard let mode, mode & 0o007 == 0 else { return warning("folder", "\(path): open to others; chmod o= \(path)") }
        return good("folder", path)
    }

    private func disk() -> Finding {
        let facts = try? FileManager.default.attributesOfFileSystem(forPath: configuration.data)
        guard let free = (facts?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return bad("disk", configuration.data)
        }
        let detail = "\(free >> 20) MiB"
        return free < 100 << 20 ? bad("disk", detail) : free < 2 << 30 ? warning("disk", detail) : good("disk", detail)
    }

    private func words() -> Finding {
        do {
            let content = try content.overlaid(by: "\(configuration.data)/content")
            _ = try content.views()
            return good("content", "\(content.files.count)")
        } catch let problem as ContentProblem {
            return bad("content", "\(problem.file):\(problem.line): \(problem.reason)")
        } catch { return bad("content", "\(error)") }
    }

    private func certificate() -> Finding {
        guard let files = configuration.certificate else {
            guard configuration.web.isSecure else { return good("certificate", "–") }
            let behindProxy = !configuration.web.trustedProxies.isEmpty
            return behindProxy
                ? good("certificate", "trusted_proxies") : warning("certificate", "public_url, trusted_proxies")
        }
        do {
            let pair = try CertificateFiles(
                certificate: files.certificate, key: files.key, logger: Logger(label: "doctor"))
            let days = Int(pair.expires.timeIntervalSince(now()) / 86_400)
            let detail = "\(files.certificate): \(days) d"
            return days < 0
                ? bad("certificate", detail) : days < 21 ? warning("certificate", detail) : good("certificate", detail)
        } catch { return bad("certificate", error.reason) }
    }

    private func database() async -> [Finding] {
        if case .file(let path) = configuration.database, !FileManager.default.fileExists(atPath: path) {
            return [warning("database", "\(path): –")]
        }
        do {
            // Opening refuses a store that would not keep what it acknowledged.
            let database = try await configuration.database.open()
            let reached = good("database", "\(database.dialect) · \(configuration.database.redacted)")
            var findings = [reached, await schema(of: database), await clock(beside: database)]
            if let exchange = await exchange(of: database) { findings.append(exchange) }
            await database.close()
            return findings
        } catch { return [bad("database", "\(error)")] }
    }

    private func schema(of database: any Database) async -> Finding {
        do {
            let applied = Set(try await database.appliedMigrations().keys)
            let known = Set(Modules.migrations.map(\.name))
            if let stranger = applied.subtracting(known).sorted().first { return bad("schema", stranger) }
            let missing = known.subtracting(applied).count
            return missing == 0 ? good("schema", "\(known.count)") : warning("schema", "−\(missing)")
        } catch { return bad("schema", "\(error)") }
    }

    /// Its certificate and the directory; nil on a node that has no neighbours and wants none.
    private func exchange(of database: any Database) async -> Finding? {
        let folder = ExchangeFolder(URL(filePath: configuration.data).appending(path: "exchange"))
        let service = DirectoryService(
            database: database, folder: folder, grace: configuration.exchange.grace, now: now, newID: { "" })
        guard let until = service.certificateUntil else {
            return configuration.exchange.listener == nil ? nil : bad("exchange", "exchange/node.pem: –")
        }
        let days = Int(until.timeIntervalSince(now()) / 86_400)
        guard let directory = try? await service.newest()?.directory else {
            return warning("exchange", "\(days) d · directory –")
        }
        let detail = "\(days) d · directory \(directory.version) → \(directory.validUntil)"
        return switch service.freshness(of: directory) {
        case .expired: bad("exchange", detail)
        case .stale: warning("exchange", detail)
        case .fresh:
            days < 0 ? bad("exchange", detail) : days < 30 ? warning("exchange", detail) : good("exchange", detail)
        }
    }

    /// A clock behind what is already recorded would date new events before old ones.
    private func clock(beside database: any Database) async -> Finding {
        let rows = try? await database.read { try $0.rows("SELECT at FROM ledger_event ORDER BY id DESC LIMIT 1") }
        let newest = try? rows?.first?.time("at")
        let detail = now().ISO8601Format()
        guard let newest, newest > now().addingTimeInterval(60) else { return good("clock", detail) }
        return bad("clock", "\(detail) < \(newest.ISO8601Format())")
    }

    /// Without it papers are pages that people print themselves.
    private func printing() async -> Finding {
        switch try? await WeasyPrint(content: content).availability() {
        case .available(let version): good("renderer", version)
        case .absent(let reason): warning("renderer", reason)
        case nil: bad("renderer", "–")
        }
    }

    private func identityKey() -> Finding { secret("identity_key", "\(configuration.data)/identity.key") }

    private func ledgerKey() -> Finding {
        let folder = "\(configuration.data)/keys"
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".pem")
        }
        guard let newest = files.sorted().first else { return warning("ledger_key", "\(folder): –") }
        return secret("ledger_key", "\(folder)/\(newest)")
    }

    private func secret(_ check: String, _ path: String) -> Finding {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else {
            return warning(check, "\(path): –")
        }
        let mode = facts[.posixPermissions] as? Int ?? 0o777
        return mode & 0o077 == 0 ? good(check, path) : bad(check, "chmod go= \(path)")
    }

    private func good(_ check: String, _ detail: String) -> Finding {
        .init(check: check, verdict: .good, detail: detail)
    }
    private func warning(_ check: String, _ detail: String) -> Finding {
        .init(check: check, verdict: .warning, detail: detail)
    }
    private func bad(_ check: String, _ detail: String) -> Finding {
        .init(check: check, verdict: .bad, detail: detail)
    }
}

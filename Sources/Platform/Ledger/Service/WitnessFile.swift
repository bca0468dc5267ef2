// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Heads kept in a file outside the machine, one JSON object a line, oldest first: whoever rewrites the ledger cannot
/// rewrite this.
package struct WitnessFile: Sendable {
    private let url: URL
    package let heads: [Head]
    /// The keys of the neighbours whose countersignatures stand in it.
    package let countersigners: Set<String>

    /// The name under which `/ledger` shows it.
    package var name: String { url.deletingPathExtension().lastPathComponent }

    /// Reads the file; one that does not exist yet has no heads. Refuses a line that is not a head with its signature.
    package init(_ url: URL) throws {
        self.url = url
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
            (heads, countersigners) = ([], [])
            return
        }
        let path = url.lastPathComponent
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw LedgerProblem.witnessUnreadable(path, line: 0)
        }
        let lines = try text.split(separator: "\n").enumerated().map { number, line in
            guard let read = Self.head(String(line)) else {
                throw LedgerProblem.witnessUnreadable(path, line: number + 1)
            }
            return read
        }
        heads = lines.map(\.head)
        countersigners = Set(lines.compactMap(\.countersigner))
    }

    /// Keeps one more head, on disk when this returns. Nothing happens when the newest is the same.
    package func keep(_ signed: SignedHead) throws {
        try keep(HeadJSON(signed), size: signed.head.size)
    }

    func keep(_ json: HeadJSON, size: Int64) throws {
        guard size > heads.last?.size ?? 0 else { return }
        let path = url.path(percentEncoded: false)
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw LedgerProblem.witnessUnreadable(url.lastPathComponent, line: 0)
            }
        }
        let file = try FileHandle(forWritingTo: url)
        try file.seekToEnd()
        try file.write(contentsOf: LedgerJSON.line(json))
        try file.synchronize()
        try file.close()
    }

    /// Nil when the line is no signed head, or bears a countersignature that does not hold.
    private static func head(_ line: String) -> (head: Head, countersigner: String?)? {
        guard let json = try? LedgerJSON.value(HeadJSON.self, from: line), let head = json.verified else { return nil }
        guard json.countersignature?.holds(for: head) ?? true else { return nil }
        return (head, json.countersignature?.keyId)
    }
}

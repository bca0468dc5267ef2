// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
package import Logging
import Synchronization

/// Writes one line per event to standard error: JSON for machines, or text for a person at a terminal.
package struct LineLog: LogHandler {
    package enum Format: String, Sendable, CaseIterable { case json, text }

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: Format
    private let write: @Sendable (String) -> Void

    package init(
        label: String, level: Logger.Level, format: Format,
        write: @escaping @Sendable (String) -> Void = Self.toStandardError
    ) {
        self.label = label
        logLevel = level
        self.format = format
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
        // Hummingbird numbers requests with every logger it makes; ours carry an id of their own.
        facts["hb.request.id"] = nil
        let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z"
        let line =
            switch format {
            case .json: Self.json(time, event, label, facts)
            case .text: Self.text(time, event, facts)
            }
        write(line)
    }

    /// Whole lines only, so that lines of several threads never mix.
    package static let toStandardError: @Sendable (String) -> Void = { line in
        standardError.withLock { $0.write(Data((line + "\n").utf8)) }
    }

    private static let standardError = Mutex(FileHandle.standardError)

    private static func json(_ time: String, _ event: LogEvent, _ label: String, _ facts: Logger.Metadata) -> String {
        var fields = facts.mapValues { "\($0)" }
        fields["time"] = time
        fields["level"] = event.level.rawValue
        fields["source"] = label
        fields["message"] = "\(event.message)"
        var line: [UInt8] = []
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            line.append(UInt8(ascii: line.isEmpty ? "{" : ","))
            line.append(jsonText: name)
            line.append(UInt8(ascii: ":"))
            line.append(jsonText: value)
        }
        line.append(UInt8(ascii: "}"))
        return String(decoding: line, as: UTF8.self)
    }

    private static func text(_ time: String, _ event: LogEvent, _ facts: Logger.Metadata) -> String {
        let facts = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(time) \(event.level.rawValue) \(event.message)\(facts)"
        // A line break in what a stranger sent must not look like a line of the log.
        return line.replacing("\n", with: "⏎").replacing("\r", with: "⏎")
    }
}

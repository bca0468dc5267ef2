// SPDX-License-Identifier: Apache-2.0

import CSpreadsheets

/// The parts of a workbook, read as XML within the limits.
final class Archive {
    private let handle: OpaquePointer
    private let parts: [String: Int64]
    /// What may still be unpacked.
    private var budget: UInt64

    /// The bytes have to stay where they are as long as it is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: SpreadsheetLimits) throws(SpreadsheetProblem) {
        guard bytes.count <= limits.packed else { throw .tooLarge }
        guard let base = bytes.baseAddress, let handle = dc_archive_open(base, bytes.count) else {
            throw .notASpreadsheet
        }
        self.handle = handle
        budget = UInt64(limits.unpacked)
        do { parts = try Self.parts(of: handle, limits) } catch {
            dc_archive_close(handle)
            throw error
        }
    }

    deinit { dc_archive_close(handle) }

    private static func parts(
        of handle: OpaquePointer, _ limits: SpreadsheetLimits
    ) throws(SpreadsheetProblem) -> [String: Int64] {
        let count = dc_archive_count(handle)
        guard count > 0 else { throw .notASpreadsheet }
        guard count <= limits.entries else { throw .tooLarge }
        var (parts, whole): ([String: Int64], UInt64) = ([:], 0)
        for index in 0..<count {
            let entry = dc_archive_entry_at(handle, index)
            guard let name = entry.name.flatMap({ String(validatingCString: $0) }) else { throw .malformed }
            guard entry.is_encrypted == 0 else { throw .encrypted }
            guard !name.hasPrefix("/"), !name.contains("\\"), !name.split(separator: "/").contains("..") else {
                throw .unsafe
            }
            let (sum, isOver) = whole.addingReportingOverflow(entry.size)
            guard !isOver, sum <= limits.unpacked else { throw .tooLarge }
            // A small part of one repeated letter is no attack.
            guard entry.size <= 1 << 20 || entry.size / max(entry.packed, 1) <= limits.ratio else { throw .tooLarge }
            whole = sum
            guard parts.updateValue(index, forKey: name) == nil else { throw .malformed }
        }
        return parts
    }

    func has(_ part: String) -> Bool { parts[part] != nil }

    /// Reads a part. What the reader throws stops it.
    func read(_ part: String, with reader: XMLReader) throws(SpreadsheetProblem) {
        guard let index = parts[part] else { throw .notASpreadsheet }
        var used: UInt64 = 0
        let events = dc_xml_reader(
            context: Unmanaged.passUnretained(reader).toOpaque(),
            start: { context, name, attributes in
                XMLReader.from(context).call { reader throws(SpreadsheetProblem) in
                    var found: [String: String] = [:]
                    var next = attributes
                    while let name = next[0], let value = next[1] {
                        found[XMLReader.local(String(cString: name))] = String(cString: value)
                        next += 2
                    }
                    try reader.start(XMLReader.local(String(cString: name)), found)
                }
            },
            end: { context, name in
                XMLReader.from(context).call { reader throws(SpreadsheetProblem) in
                    try reader.end(XMLReader.local(String(cString: name)))
                }
            },
            text: { context, bytes, count in
                XMLReader.from(context).call { reader throws(SpreadsheetProblem) in
                    let piece = UnsafeRawBufferPointer(start: bytes, count: Int(count))
                    reader.text(String(decoding: piece, as: UTF8.self))
                }
            })
        let outcome = withExtendedLifetime(reader) { dc_archive_parse(handle, index, budget, events, &used) }
        budget -= min(budget, used)
        switch outcome {
        case DC_ARCHIVE_DONE: break
        case DC_ARCHIVE_STOPPED: throw reader.problem ?? .malformed
        case DC_ARCHIVE_ENCRYPTED: throw .encrypted
        case DC_ARCHIVE_TOO_LARGE, DC_ARCHIVE_NO_MEMORY: throw .tooLarge
        case DC_ARCHIVE_HAS_DTD: throw .unsafe
        default: throw .malformed
        }
    }
}

/// Somebody who is told what stands in a part. Names come without their prefix.
class XMLReader {
    fileprivate(set) var problem: SpreadsheetProblem?

    func start(_ name: String, _ attributes: [String: String]) throws(SpreadsheetProblem) {}
    func end(_ name: String) throws(SpreadsheetProblem) {}
    func text(_ piece: String) {}

    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> XMLReader {
        guard let context else { preconditionFailure("the reader is always given") }
        return Unmanaged<XMLReader>.fromOpaque(context).takeUnretainedValue()
    }

    fileprivate static func local(_ name: String) -> String {
        name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    fileprivate func call(_ body: (XMLReader) throws(SpreadsheetProblem) -> Void) -> Int32 {
        do {
            try body(self)
            return 0
        } catch {
            problem = error
            return 1
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Hummingbird
package import Kernel

extension Response {
    /// The answer of an interface for programs: keys sorted, slashes and letters as they are.
    package static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let data = try? encoder.encode(value) else { preconditionFailure("\(type) cannot be encoded") }
        return Response(
            status: status, headers: [.contentType: type, .cacheControl: "private, no-cache"],
            body: .init(byteBuffer: .init(bytes: data)))
    }
}

extension Request {
    /// The body as JSON. Refuses what is longer than `limit` bytes or nested deeper than `JSONReader.depth`.
    package func json<T: Decodable>(_ type: T.Type = T.self, upTo limit: Int = 256 * 1024) async throws -> T {
        try JSONReader.read(type, from: try await jsonBytes(upTo: limit))
    }

    /// As `json`, but as it came: for what is signed.
    package func jsonBytes(upTo limit: Int = 256 * 1024) async throws -> Data {
        // A form's body is read before any route runs, and can be read once only.
        guard headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw Refusal.unsupportedMediaType
        }
        return Data(try await wholeBody(upTo: limit).readableBytesView)
    }
}

extension Request {
    /// The body to its end. That the sender stops half-way, or never stops, is no fault of ours.
    package func wholeBody(upTo limit: Int) async throws -> ByteBuffer {
        do { return try await body.collect(upTo: limit) } catch let error as any HTTPResponseError
            where error.status == .contentTooLarge
        { throw Refusal.tooLarge } catch { throw Refusal.badRequest }
    }
}

/// Reads JSON from strangers.
package enum JSONReader {
    /// Deeper than any document of ours, and shallow enough for any stack.
    package static let depth = 32

    package static func read<T: Decodable>(_ type: T.Type, from data: Data) throws(JSONProblem) -> T {
        guard nesting(of: data) <= depth else { throw .tooDeep }
        do { return try JSONDecoder().decode(type, from: data) } catch { throw .malformed }
    }

    /// How deep arrays and objects stand in each other, counted without recursion.
    static func nesting(of data: Data) -> Int {
        var (level, deepest, inText, escaped) = (0, 0, false, false)
        // By the bytes where they lie: a byte at a time through Data takes longer than reading the JSON afterwards.
        data.withUnsafeBytes { bytes in
            for byte in bytes {
                switch byte {
                case _ where escaped: escaped = false
                case UInt8(ascii: "\\") where inText: escaped = true
                case UInt8(ascii: "\""): inText.toggle()
                case _ where inText: break
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    level += 1
                    deepest = max(deepest, level)
                case UInt8(ascii: "]"), UInt8(ascii: "}"): level -= 1
                default: break
                }
            }
        }
        return deepest
    }
}

package enum JSONProblem: Problem, Equatable {
    case malformed
    case tooDeep

    package var code: String {
        switch self {
        case .malformed: "web.json_malformed"
        case .tooDeep: "web.json_too_deep"
        }
    }

    package var kind: ProblemKind { .invalid }
}

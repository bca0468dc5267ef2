// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel

/// Turns away addresses that no page of ours has: broken encodings, null bytes, ways out of a folder.
enum RequestScreen {
    static func check(_ request: Request) throws(Refusal) {
        let path = request.uri.path
        guard path.hasPrefix("/"), let decoded = decoded(path), !decoded.unicodeScalars.contains(where: isControl)
        else {
            throw .badAddress
        }
        let parts = decoded.split(whereSeparator: { $0 == "/" || $0 == "\\" })
        guard !parts.contains(".."), !parts.contains("."), !decoded.contains("\\") else { throw .badAddress }
        if let query = request.uri.query {
            guard let decoded = Self.decoded(query), !decoded.utf8.contains(0) else { throw .badAddress }
        }
    }

    /// Percent-decoded, or nil when a % is not followed by two digits or the bytes are not UTF-8: U+FFFD stands where the
    /// socket brought such bytes.
    private static func decoded(_ text: String) -> String? {
        text.unicodeScalars.contains("\u{FFFD}") ? nil : text.removingPercentEncoding
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || scalar.value == 0x7F }
}

/// A request that is refused whatever the route.
enum Refusal: Problem, Equatable {
    case badAddress
    case unsupportedMediaType
    case tooLarge
    case notFound
    /// The address exists for these methods only.
    case method(allowed: [String])
    case badRequest

    var code: String {
        switch self {
        case .badAddress: "web.bad_address"
        case .unsupportedMediaType: "web.unsupported_media_type"
        case .tooLarge: "web.too_large"
        case .notFound: "web.not_found"
        case .method: "web.method_not_allowed"
        case .badRequest: "web.bad_request"
        }
    }

    var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .tooLarge: .tooLarge
        default: .invalid
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .badAddress, .badRequest: .badRequest
        case .unsupportedMediaType: .unsupportedMediaType
        case .tooLarge: .contentTooLarge
        case .notFound: .notFound
        case .method: .methodNotAllowed
        }
    }
}

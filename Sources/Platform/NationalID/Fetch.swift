// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// One request to the provider behind the browser's back: a GET, or a POST when there is a form.
package struct BackRequest: Sendable {
    package let address: String
    package let form: [String: String]?

    package init(_ address: String, form: [String: String]? = nil) {
        self.address = address
        self.form = form
    }
}

package struct BackAnswer: Sendable {
    package let status: Int
    package let body: Data

    package init(status: Int, body: Data) {
        self.status = status
        self.body = body
    }
}

/// How the provider is asked; throws when it does not answer in time.
package typealias Fetch = @Sendable (BackRequest) async throws -> BackAnswer

/// Asks over HTTP: five seconds in all, 256 KiB at most, no redirects.
package func fetchOverHTTP(within seconds: Int64 = 5) -> Fetch {
    { request in
        var outgoing = HTTPClientRequest(url: request.address)
        outgoing.headers.add(name: "Accept", value: "application/json")
        if let form = request.form {
            outgoing.method = .POST
            outgoing.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            outgoing.body = .bytes(ByteBuffer(string: FormText.encode(form)))
        }
        return try await withDeadline(seconds: seconds) { [outgoing] in
            let answer = try await client.execute(outgoing, timeout: .seconds(seconds))
            let body = try await answer.body.collect(upTo: 256 * 1024)
            return BackAnswer(status: Int(answer.status.code), body: Data(buffer: body))
        }
    }
}

/// One for the life of the process. The shared one of the library would follow redirects, as browsers do.
private let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(3))
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()

/// The client's own timeout ends with the head of the answer; this one covers the body too, drip by drip.
private func withDeadline<T: Sendable>(seconds: Int64, _ work: @escaping @Sendable () async throws -> T) async throws
    -> T
{
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask(operation: work)
        group.addTask {
            try await Task.sleep(for: .seconds(seconds))
            throw TooSlow()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw TooSlow() }
        return first
    }
}

private struct TooSlow: Error {}

/// `application/x-www-form-urlencoded`, and query strings.
enum FormText {
    static func encode(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { "\(escape($0.key))=\(escape($0.value))" }.joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    // RFC 3986 §2.3, ASCII only: CharacterSet.alphanumerics would let accented letters through.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

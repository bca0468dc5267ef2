// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import ServiceLifecycle

/// What a page that stays open is told (server-sent events).
package enum ServerEvent: Sendable {
    /// A name the page's script waits for, and one line.
    case event(String, data: String)
    /// A comment, so that whatever lies between knows that somebody is still there, and we know that the page is.
    case beat

    fileprivate var text: String {
        switch self {
        case .event(let name, let data): "event: \(name)\nid: \(data)\ndata: \(data)\n\n"
        case .beat: ":\n\n"
        }
    }
}

extension Response {
    /// Tells `next` whenever `wakes` does, until it ends, the page goes or the server stops. `gone` is called when the page
    /// has gone.
    package static func events(
        of request: Request, wakes: AsyncStream<Void>, gone: @escaping @Sendable () -> Void,
        next: @escaping @Sendable () -> ServerEvent
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: eventStream, .cacheControl: "no-store",
                // A proxy that waits for more would keep the news to itself.
                .accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                try await request.body.consumeWithInboundCloseHandler { _ in
                    // The head goes out with the first part.
                    try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                    for await _ in wakes.cancelOnGracefulShutdown() {
                        try await writer.write(ByteBuffer(string: next().text))
                    }
                } onInboundClosed: {
                    gone()
                }
                try await writer.finish(nil)
            })
    }

    private static let eventStream = "text/event-stream"
}

// SPDX-License-Identifier: Apache-2.0

import Logging
import Metrics
import NIOCore
import NIOHTTP1

/// Holds one connection to its limits: sizes, absolute deadlines for reading a request, for silence and for a reader that
/// does not read, and an orderly end when the server stops.
///
/// Deadlines are absolute, so a request that drips a byte a second is cut as surely as one that hangs.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ServerLimits
    private let logger: Logger

    /// Requests whose head arrived and whose answer has not ended.
    private var open = 0
    private var bytesRead = 0
    private var isReading = false
    private var hasBegunAnswer = false
    /// Nothing more is read or written but our refusal.
    private var isRefused = false
    private var closesAfterAnswer = false
    private var clock: Scheduled<Void>?
    private var stallClock: Scheduled<Void>?

    init(limits: ServerLimits, logger: Logger) {
        self.limits = limits
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { startClock(context, limits.idleSeconds, .silent) }
    }

    func channelActive(context: ChannelHandlerContext) {
        startClock(context, limits.idleSeconds, .silent)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopClocks()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopClocks() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            open += 1
            (isReading, bytesRead) = (true, 0)
            startClock(context, limits.requestSeconds, .slow)
            if let refusal = refusal(of: head) { return refuse(context, refusal) }
            if !head.isKeepAlive { closesAfterAnswer = true }
            Self.chooseEncoding(&head)
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let part):
            bytesRead += part.readableBytes
            if bytesRead > limits.bodyBytes { return refuse(context, .tooLarge) }
        case .end:
            isReading = false
            clock?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            hasBegunAnswer = head.status.code >= 200
            if closesAfterAnswer, open == 1 { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            hasBegunAnswer = false
            open -= 1
            guard open == 0 else { return context.write(data, promise: promise) }
            if closesAfterAnswer { return finish(context, data, promise) }
            context.write(data, promise: promise)
            startClock(context, limits.idleSeconds, .silent)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallClock?.cancel()
        if !context.channel.isWritable {
            let channel = context.channel
            stallClock = context.eventLoop.scheduleTask(in: .seconds(Int64(limits.stallSeconds))) { [logger] in
                Refusal.unread.report(logger)
                channel.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        if open > 0 { closesAfterAnswer = true } else { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !isRefused else { return context.fireErrorCaught(error) }
        if !isReading { open += 1 }
        refuse(context, error == .headerOverflow ? .headersTooLarge : .malformed)
    }

    /// RFC 9112 §3.2: exactly one Host, so that nobody on the way and we can mean different hosts.
    private func refusal(of head: HTTPRequestHead) -> Refusal? {
        if head.uri.utf8.count > limits.addressBytes { return .addressTooLong }
        if head.version == .http1_1, head.headers["host"].count != 1 { return .malformed }
        if head.headers.contains(name: "transfer-encoding"), head.headers.contains(name: "content-length") {
            return .malformed
        }
        let length = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
        return length > limits.bodyBytes ? .tooLarge : nil
    }

    /// The compressor behind us would shorten the length an answer to HEAD tells, and prefer deflate to gzip.
    private static func chooseEncoding(_ head: inout HTTPRequestHead) {
        let accepted = head.headers[canonicalForm: "accept-encoding"].filter { !$0.hasSuffix("q=0") }
        head.headers.remove(name: "accept-encoding")
        if head.method != .HEAD, accepted.contains(where: { $0.hasPrefix("gzip") }) {
            head.headers.add(name: "accept-encoding", value: "gzip")
        }
    }

    /// Says why, if that can still be said, then hangs up. The pause lets the refusal arrive before the reset that
    /// follows unread bytes. The error ends the reading of the request, so that no route takes half of it for the whole.
    private func refuse(_ context: ChannelHandlerContext, _ refusal: Refusal) {
        isRefused = true
        stopClocks()
        refusal.report(logger)
        guard let status = refusal.status, open == 1, !hasBegunAnswer else { return hangUp(context) }
        let channel = context.channel
        let head = HTTPResponseHead(
            version: .http1_1, status: status, headers: ["Connection": "close", "Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            channel.close(mode: .output, promise: nil)
        }
        clock = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.hangUp(context) }
    }

    private func hangUp(_ context: ChannelHandlerContext) {
        context.fireErrorCaught(ConnectionRefused())
        context.close(promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext, _ end: NIOAny, _ promise: EventLoopPromise<Void>?) {
        let channel = context.channel
        let written = promise ?? context.eventLoop.makePromise()
        context.writeAndFlush(end, promise: written)
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }

    private func startClock(_ context: ChannelHandlerContext, _ seconds: Int, _ refusal: Refusal) {
        clock?.cancel()
        clock = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(seconds))) {
            if self.open > 0 { self.refuse(context, refusal) } else { context.close(promise: nil) }
        }
    }

    private func stopClocks() {
        clock?.cancel()
        stallClock?.cancel()
    }
}

/// This connection was cut; the log says why.
struct ConnectionRefused: Error {}

extension ConnectionGuard {
    /// Why a connection was cut.
    fileprivate enum Refusal: String {
        case malformed, tooLarge, headersTooLarge, addressTooLong, slow, silent, unread

        var status: HTTPResponseStatus? {
            switch self {
            case .malformed: .badRequest
            case .tooLarge: .payloadTooLarge
            case .headersTooLarge: .requestHeaderFieldsTooLarge
            case .addressTooLong: .uriTooLong
            case .slow: .requestTimeout
            case .silent, .unread: nil
            }
        }

        func report(_ logger: Logger) {
            Counter(label: "http_refused_total", dimensions: [("reason", rawValue)]).increment()
            logger.notice("refused", metadata: ["reason": "\(rawValue)"])
        }
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

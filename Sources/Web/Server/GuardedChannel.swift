// SPDX-License-Identifier: Apache-2.0

package import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

/// HTTP/1.1, over TLS if there is a certificate, with limits and compression.
struct GuardedChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: HTTPChannelHandler.Responder
    let limits: ServerLimits
    let tls: NIOSSLContext?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = limits.headerBytes
            decoding.maxHeaderListSize = limits.headerBytes
            decoding.maxHeaderFieldCount = limits.headerCount
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
            try pipeline.addHandler(ConnectionGuard(limits: limits, logger: logger))
            try pipeline.addHandler(HTTPResponseCompressor(responseCompressionPredicate: Self.compress))
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: tls != nil))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async { await handleHTTP(asyncChannel: value, logger: logger) }

    /// Text longer than a packet is worth it. Caches must know that the answer depends on what the browser understands.
    private static func compress(
        _ head: inout HTTPResponseHead, _ isPossible: Bool
    ) -> HTTPResponseCompressor.CompressionIntent {
        // Not "contains": the names of office documents, which are zip files, have "xml" in them.
        let type = (head.headers.first(name: "content-type") ?? "").prefix { $0 != ";" }
        // What is told bit by bit must not wait until there is enough to compress.
        guard type != "text/event-stream" else { return .doNotCompress }
        guard type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("xml") else { return .doNotCompress }
        head.headers.add(name: "Vary", value: "Accept-Encoding")
        let length = head.headers.first(name: "content-length").flatMap(Int.init) ?? .max
        return length > 1024 ? .compressIfPossible : .doNotCompress
    }
}

extension HTTPServerBuilder {
    /// The server of the product: HTTP/1.1 within `limits`, over TLS when there are `certificates`.
    package static func guarded(_ limits: ServerLimits, certificates: CertificateFiles? = nil) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedChannel(responder: responder, limits: limits, tls: certificates?.context)
        }
    }
}

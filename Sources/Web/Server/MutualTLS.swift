// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import HummingbirdCore
import NIOCore
import NIOSSL

/// TLS 1.3 in which both ends show a certificate that the same authority vouches for. Who may do what is asked behind it.
package struct MutualTLS: Sendable {
    let context: NIOSSLContext

    /// Certificates in DER, the own one first; the key in DER. Throws when they do not fit.
    package init(certificates: [[UInt8]], key: [UInt8], roots: [[UInt8]]) throws(CertificateFailure) {
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try certificates.map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .der)))
            configuration.trustRoots = .certificates(
                try roots.map { try NIOSSLCertificate(bytes: $0, format: .der) })
            // A caller has no name to hold its certificate against; the directory says whose it is.
            configuration.certificateVerification = .noHostnameVerification
            configuration.minimumTLSVersion = .tlsv13
            configuration.applicationProtocols = ["http/1.1"]
            context = try NIOSSLContext(configuration: configuration)
        } catch { throw CertificateFailure(reason: "\(error)") }
    }
}

extension HTTPServerBuilder {
    /// As `guarded`, for callers with a certificate only.
    package static func guarded(_ limits: ServerLimits, between: MutualTLS) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedChannel(responder: responder, limits: limits, tls: between.context)
        }
    }
}

/// The certificate that the other end of a connection has shown.
package struct PeerCertificate: Sendable {
    private let channel: any Channel

    package init(_ source: ApplicationRequestContextSource) { channel = source.channel }

    /// In DER; nil on a connection without TLS, or whose other end showed none.
    package func bytes() async -> [UInt8]? {
        guard let shown = try? await channel.nioSSL_peerCertificate().get() else { return nil }
        return try? shown.toDERBytes()
    }
}

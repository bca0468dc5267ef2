// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Logging
import NIOCertificateReloading
import NIOSSL
import ServiceLifecycle
import UnixSignals

/// The certificate and its key, read again every few seconds and on SIGHUP, so that renewing them needs no restart. New
/// connections get the new certificate; a pair that does not fit is refused and the old one stays.
package struct CertificateFiles: Service {
    let context: NIOSSLContext
    private let reloader: TimedCertificateReloader
    private let logger: Logger
    /// When the certificate stops being good.
    package let expires: Date

    /// Throws when the files cannot be read or the key does not belong to the certificate.
    package init(
        certificate: String, key: String, every interval: Duration = .seconds(10), logger: Logger
    ) throws(CertificateFailure) {
        var files = TimedCertificateReloader.Configuration(
            refreshInterval: interval, certificateSource: .init(location: .file(path: certificate), format: .pem),
            privateKeySource: .init(location: .file(path: key), format: .pem))
        do {
            // The first time without the report: then the failure is told to whoever starts us.
            _ = try TimedCertificateReloader.makeReloaderValidatingSources(configuration: files)
            files.onCertificateLoadFailed = { failure in
                logger.error("the certificate files cannot be used", metadata: ["error": "\(failure.error)"])
            }
            reloader = try TimedCertificateReloader.makeReloaderValidatingSources(configuration: files)
            var configuration = try TLSConfiguration.makeServerConfiguration(certificateReloader: reloader)
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            context = try NIOSSLContext(configuration: configuration)
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            expires = Date(timeIntervalSince1970: Double(chain.first?.notValidAfter ?? 0))
        } catch { throw CertificateFailure(reason: "\(error)") }
        self.logger = logger
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reloader.run() }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
                    // A failure is reported by the reloader itself.
                    if (try? reloader.reload()) != nil { logger.notice("certificate files read again") }
                }
            }
            try await group.waitForAll()
        }
    }
}

package struct CertificateFailure: Error {
    package let reason: String
}

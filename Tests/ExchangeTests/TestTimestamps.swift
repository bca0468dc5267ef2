// SPDX-License-Identifier: Apache-2.0

import Exchange
import Foundation
import Kernel
import TestKit

/// A timestamp authority that is the openssl of the system.
struct TestTimestamps: Sendable {
    private let folder = TestFolder.own.appending(path: UUIDv7.string())

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let settings = """
            [tsa]
            default_tsa = here
            [here]
            serial = serial
            crypto_device = builtin
            signer_digest = sha256
            default_policy = 1.2.3.4
            digests = sha256
            ess_cert_id_alg = sha256
            [stamping]
            basicConstraints = critical, CA:false
            extendedKeyUsage = critical, timeStamping
            """
        try Data(settings.utf8).write(to: folder.appending(path: "tsa.cnf"))
        try Data("01\n".utf8).write(to: folder.appending(path: "serial"))
        let lines = [
            "openssl ecparam -name prime256v1 -genkey -noout -out root.key",
            "openssl req -x509 -new -key root.key -days 3650 -subj '/CN=Goc dau thoi gian' -out root.pem",
            "openssl ecparam -name prime256v1 -genkey -noout -out tsa.key",
            "openssl req -new -key tsa.key -subj '/CN=Dau thoi gian' -out tsa.csr",
            "openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3000 -extfile tsa.cnf "
                + "-extensions stamping -out tsa.pem",
        ]
        for line in lines {
            let made = try shell(line, in: folder)
            guard made.status == 0 else { throw Failure(output: made.output) }
        }
    }

    var root: String { (try? String(contentsOf: folder.appending(path: "root.pem"), encoding: .utf8)) ?? "" }

    var authority: TimestampAuthority { get throws { try TimestampAuthority(roots: root, ask: ask) } }

    var ask: TimestampAuthority.Ask {
        { [folder] query in
            let name = UUIDv7.string()
            try Data(query).write(to: folder.appending(path: "\(name).tsq"))
            // One at a time: they share the file with the serial number.
            let line =
                "flock serial openssl ts -reply -config tsa.cnf -section here -queryfile \(name).tsq -inkey tsa.key "
                + "-signer tsa.pem -chain root.pem -out \(name).tsr"
            let made = try shell(line, in: folder)
            guard made.status == 0 else { throw Failure(output: made.output) }
            return [UInt8](try Data(contentsOf: folder.appending(path: "\(name).tsr")))
        }
    }

    private struct Failure: Error { let output: String }
}

// SPDX-License-Identifier: Apache-2.0

import Agencies
import ArgumentParser
import Backups
import Foundation
import Identity
import Kernel
import Product
import Rendering
import Signatures

struct Papers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every kind of paper with made-up values, signed with an agency's seal, into a folder.",
        discussion: discussion(
            "To see that renderer, fonts and seal work; each paper says that it is a trial.",
            examples: "papers trial --agency H42.19.05", "papers trial --key tuan.p12 --passphrase-file tuan.txt",
            "papers trial --remote tuan"))

    @OptionGroup var node: Node
    @Argument(help: "The folder, made if it is not there.", completion: .directory) var folder: String
    @Option(help: "Sign with the seal of the agency with this identifier (H42.19.05).") var agency: String?
    @Option(help: "Sign with the key in this PKCS #12 file.", completion: .file()) var key: String?
    @Option(help: "A file with the passphrase of that key in its first line.", completion: .file())
    var passphraseFile: String?
    @Option(help: "Sign as the official with this user name, by the signing service.") var remote: String?

    func validate() throws {
        guard [agency, key, remote].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give one of --agency, --key and --remote.")
        }
    }

    func run() async throws {
        try await node.withPlatform { platform in
            let (signatory, name, signer) = try await signature(platform)
            let target = URL(filePath: folder, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            try await platform.paperTrial.print(
                for: signatory, called: name, at: platform.now(), by: signer
            ) { name, pdf in
                let file = target.appending(path: "\(name).pdf")
                try Data(pdf).write(to: file)
                Terminal.say(file.path(percentEncoded: false))
            }
        }
    }

    /// Who signs, what they are called, and with what if not with a seal of the node.
    private func signature(_ platform: Platform) async throws -> (Signatory, String, (any Signer)?) {
        if let remote {
            let account = try await platform.identity.account(login: remote)
            return (.remote(account.id.rawValue), account.name, platform.remoteSigner)
        }
        if let key {
            let passphrase =
                try passphraseFile.map(BackupKey.passphrase(file:))
                ?? Terminal.secret(Terminal.words("seals.passphrase"))
            let file = [UInt8](try Data(contentsOf: URL(filePath: key)))
            return (.official(key), key, try OpenedKey(pkcs12: file, passphrase: passphrase))
        }
        let agency = try await platform.agency(agency ?? "")
        return (.agency(agency.place), agency.name, nil)
    }
}

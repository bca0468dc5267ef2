// SPDX-License-Identifier: Apache-2.0

import Agencies
import ArgumentParser
import Foundation
import Kernel
import Product
import Rendering

struct Papers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every kind of paper with made-up values, signed with an agency's seal, into a folder.",
        discussion: discussion(
            "To see that renderer, fonts and seal work; each paper says that it is a trial.",
            examples: "papers trial --agency H42.19.05"))

    @OptionGroup var node: Node
    @Argument(help: "The folder, made if it is not there.", completion: .directory) var folder: String
    @Option(help: "The identifier of the agency (H42.19.05).") var agency: String

    func run() async throws {
        try await node.withPlatform { platform in
            let agency = try await platform.agency(self.agency)
            let target = URL(filePath: folder, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            try await platform.paperTrial.print(
                for: .agency(agency.place), called: agency.name, at: platform.now()
            ) { name, pdf in
                let file = target.appending(path: "\(name).pdf")
                try Data(pdf).write(to: file)
                Terminal.say(file.path(percentEncoded: false))
            }
        }
    }
}

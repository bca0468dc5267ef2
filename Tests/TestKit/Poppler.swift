// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// Poppler's programs, as somebody else would use them on a file.
package enum Poppler {
    package static func run(_ program: String, _ pdf: [UInt8], _ options: [String] = []) throws -> String {
        let file = TestFolder.own.appending(path: "\(UUIDv7.string()).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/\(program)")
        process.arguments = options + [file.path()] + (program == "pdftotext" ? ["-"] : [])
        let (output, errors) = (Pipe(), FileHandle.nullDevice)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}

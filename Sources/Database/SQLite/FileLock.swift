// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

import enum Database.DatabaseProblem

/// A claim on a database file by one process, held in `<path>.lock`. The system lets go of it when the process ends,
/// however it ends.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(path: String) throws {
        let file = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw DatabaseProblem.refused(
                "\(path).lock cannot be written: does the folder exist, and may this account write in it?")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(file)
            close(file)
            throw DatabaseProblem.inUse(path: path, process: holder)
        }
        ftruncate(file, 0)
        let process = "\(getpid())\n"
        _ = pwrite(file, process, process.utf8.count, 0)
        descriptor = Mutex(file)
    }

    deinit { release() }

    func release() {
        descriptor.withLock {
            if let file = $0 { close(file) }
            $0 = nil
        }
    }

    private static func holder(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(file, &bytes, bytes.count, 0)
        let number = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(in: .newlines)
        return number.isEmpty ? "?" : number
    }
}

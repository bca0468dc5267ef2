// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What Linux says about this process, under the names Prometheus gives them.
enum ProcessMetrics {
    static func text() -> String {
        gauge("process_resident_memory_bytes", residentBytes())
            + gauge("process_open_fds", openFiles())
    }

    private static func residentBytes() -> Int? {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return fields.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }

    private static func openFiles() -> Int? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
    }

    private static func gauge(_ name: String, _ value: Int?) -> String {
        value.map { "# TYPE \(name) gauge\n\(name) \($0)\n" } ?? ""
    }
}

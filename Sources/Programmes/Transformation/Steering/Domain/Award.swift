// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// What an agency must have reached in a year to be proposed for an award (đề nghị khen thưởng): content, not code.
package struct AwardRule: Sendable, Equatable, Decodable {
    /// So many tasks must have come to their day.
    package let leastTasks: Int
    /// The share of them done on time, from 0 to 1.
    package let onTime: Double
    /// The share of its targets reached, where it has any.
    package let targets: Double
    /// The decision that says so, or `unverified`.
    let basis: String

    package init(content: [String: String]) throws(ContentProblem) {
        let file = "Steering/awards.json"
        let json = content[file] ?? ""
        do { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
        guard leastTasks > 0, (0...1).contains(onTime), (0...1).contains(targets) else {
            throw ContentProblem(file: file, line: 1, reason: "shares lie between 0 and 1, and one task is the least")
        }
    }

    package init(leastTasks: Int, onTime: Double, targets: Double) {
        (self.leastTasks, self.onTime, self.targets, basis) = (leastTasks, onTime, targets, "unverified")
    }

    private enum CodingKeys: String, CodingKey {
        case targets, basis
        case leastTasks = "least_tasks"
        case onTime = "on_time"
    }
}

/// What an agency reached in a year, counted from the tasks it was given and the targets it answers for.
package struct AwardResult: Sendable, Equatable {
    package let agency: Place
    /// Tasks of the year that were done, or are late.
    package let tasks: Int
    package let onTime: Int
    /// Targets of the year whose indicator is known.
    package let targets: Int
    package let reached: Int

    package var share: Double { tasks == 0 ? 0 : Double(onTime) / Double(tasks) }

    package func isProposed(by rule: AwardRule) -> Bool {
        tasks >= rule.leastTasks && share >= rule.onTime
            && (targets == 0 || Double(reached) / Double(targets) >= rule.targets)
    }
}

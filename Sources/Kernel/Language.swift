// SPDX-License-Identifier: Apache-2.0

/// The two languages every page speaks. Vietnamese is the source, English is complete.
package enum Language: String, Sendable, CaseIterable, Codable {
    case vi, en
}

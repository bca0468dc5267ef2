// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why a question by SDMX was refused.
package enum OpenDataProblem: Problem, Equatable {
    /// Nothing is as asked.
    case noResults
    /// The part of the address that cannot be read.
    case syntax(String)
    /// It can be read and makes no sense.
    case senseless(String)
    /// More observations than one answer holds.
    case tooLarge(Int)
    /// A part of the standard that is not here.
    case notImplemented(String)
    /// None of the formats the client takes.
    case notAcceptable

    package var code: String {
        switch self {
        case .noResults: "opendata.no_results"
        case .syntax: "opendata.syntax"
        case .senseless: "opendata.senseless"
        case .tooLarge: "opendata.too_large"
        case .notImplemented: "opendata.not_implemented"
        case .notAcceptable: "opendata.not_acceptable"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noResults: .notFound
        case .tooLarge: .tooLarge
        case .syntax, .senseless, .notImplemented, .notAcceptable: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .syntax(let part), .senseless(let part), .notImplemented(let part): ["part": part]
        case .tooLarge(let limit): ["limit": "\(limit)"]
        case .noResults, .notAcceptable: [:]
        }
    }

    /// The standard's number for it (SDMX 2.1, section 7); numbers from 1000 on are a service's own.
    package var number: Int {
        switch self {
        case .noResults: 100
        case .syntax: 140
        case .senseless: 150
        case .tooLarge: 510
        case .notImplemented: 501
        case .notAcceptable: 1406
        }
    }
}

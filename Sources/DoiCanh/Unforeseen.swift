// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Kernel
import Product

/// Gives words to what came from a library: the operator shall read a sentence, whatever happened.
enum Unforeseen {
    static func named(_ error: any Error) -> any Error {
        // The command line, help and chosen exit codes are the parser's business.
        guard !(error is any Problem), !(error is ExitCode), DoiCanh.exitCode(for: error) == .failure else {
            return error
        }
        return unreadable(error as NSError) ?? Fault(reason: String(describing: error))
    }

    /// Foundation says of a file only in its details which one it was, and why.
    private static func unreadable(_ error: NSError) -> (any Problem)? {
        guard error.domain == NSCocoaErrorDomain, let path = error.userInfo[NSFilePathErrorKey] as? String else {
            return nil
        }
        return ConfigurationProblem.unreadableFile(path, reason: ConfigurationProblem.reason(of: error))
    }

    private struct Fault: Problem {
        let reason: String
        let code = "commands.fault"
        let kind = ProblemKind.fault
        var slots: [String: String] { ["reason": reason] }
    }
}

// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// What one agency asked another about a case (lấy ý kiến phối hợp). The case stays where it is, and its time runs on.
package struct CaseConsultation: Sendable, Equatable {
    package let id: ID<CaseConsultation>
    package let caseFile: ID<CaseFile>
    /// Which agency was asked.
    package let agency: Place
    package let askedAt: Date
    package let askedBy: String
    package let question: String
    /// By when the answer is wanted.
    package let due: Date
    /// Whether the level above was asked (xin ý kiến cấp trên), which has to answer or to pass it on.
    package let isEscalation: Bool
    package let answer: Answer?

    package struct Answer: Sendable, Equatable {
        package let at: Date
        package let by: String
        package let text: String
        /// The question to the next level, if this one passed it on.
        package let passedOn: ID<CaseConsultation>?
    }
}

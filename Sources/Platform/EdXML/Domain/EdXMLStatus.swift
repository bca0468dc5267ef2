// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// What a receiver says became of a document.
package struct EdXMLStatus: Sendable, Equatable {
    package enum State: Int, Sendable, CaseIterable {
        case arrived = 1, refused, received, assigned, inProgress, done
        case recalled = 13
        case agreed = 15, declined
    }

    package var responseFor: EdXMLMessage.ResponseFor
    package var from: EdXMLMessage.Organ
    package var state: State
    package var description: String
    /// To the second.
    package var at: Date
    package var staff = EdXMLMessage.Staff()

    package init(
        _ state: State, of document: EdXMLMessage.ResponseFor, from: EdXMLMessage.Organ, description: String = "",
        at: Date
    ) {
        (self.state, responseFor, self.from) = (state, document, from)
        (self.description, self.at) = (description, at)
    }
}

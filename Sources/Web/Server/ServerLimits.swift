// SPDX-License-Identifier: Apache-2.0

/// How much one connection, and all of them, may ask of this process.
package struct ServerLimits: Sendable, Equatable {
    /// Open at one time; more wait in the kernel's queue.
    package var connections = 2048
    /// Of a request's body, whatever the route: attachments are the largest.
    package var bodyBytes = 32 * 1024 * 1024
    /// Of all header fields of a request together.
    package var headerBytes = 32 * 1024
    package var headerCount = 100
    package var addressBytes = 8 * 1024
    /// From the first byte of a request's body to its last, however steadily it drips.
    package var requestSeconds = 60
    /// Without a whole request head.
    package var idleSeconds = 30
    /// During which a reader takes nothing of an answer.
    package var stallSeconds = 30

    package init() {}
}

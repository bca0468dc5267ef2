// SPDX-License-Identifier: Apache-2.0

package import Mail

/// How this node sends e-mail. Without a server it sends none, and says so where people would ask for it.
package struct MailSettings: Sendable {
    package let server: SMTPServer
    package let sender: MailSender

    /// What takes letters there.
    package var mailer: any Mailer { SMTPMailer(server: server, sender: sender) }

    package init(server: SMTPServer, sender: MailSender) { (self.server, self.sender) = (server, sender) }
}

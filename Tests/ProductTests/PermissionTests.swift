// SPDX-License-Identifier: Apache-2.0

import Identity
import Kernel
import Product
import TestKit
import Testing
import Web

/// What each sort of person gets from each route. A route that is not in the table fails the test, and so does a row
/// whose route is gone.
@Suite("Permissions")
struct PermissionTests {
    /// The statuses for somebody not signed in, a resident, an official, an operator.
    struct Row: Sendable, CustomTestStringConvertible {
        let route: RouteTable.Route
        let path: String
        let anonymous: Int, resident: Int, official: Int, `operator`: Int

        /// `path` fills the template's names.
        init(_ method: String, _ template: String, _ path: String? = nil, _ statuses: Int...) {
            route = RouteTable.Route(method, template)
            self.path = path ?? template
            (anonymous, resident, official, `operator`) = (statuses[0], statuses[1], statuses[2], statuses[3])
        }

        var testDescription: String { "\(route)" }

        func status(for role: Role) -> Int {
            switch role {
            case .anonymous: anonymous
            case .resident: resident
            case .official: official
            case .operator: `operator`
            }
        }
    }

    enum Role: String, Sendable, CaseIterable {
        case anonymous, resident, official, `operator`

        func browser(_ site: Site) async throws -> Browser {
            switch self {
            case .anonymous: site.browser()
            case .resident: try await site.signIn(as: .minh)
            case .official: try await site.signIn(as: .lan)
            case .operator: try await site.signIn(as: .hung)
            }
        }
    }

    static let table: [Row] = [
        Row("GET", "/", nil, 200, 200, 200, 200),
        Row("GET", "/about", nil, 200, 200, 200, 200),
        Row("GET", "/design", nil, 200, 200, 200, 200),
        Row("GET", "/simulation", nil, 200, 200, 200, 200),
        Row("GET", "/services", nil, 200, 200, 200, 200),
        Row("GET", "/services/statistics", nil, 200, 200, 200, 200),
        Row("GET", "/services/{code}", "/services/1.001193", 200, 200, 200, 200),
        Row("GET", "/drafts", nil, 401, 200, 200, 200),
        Row("GET", "/drafts/{id}", "/drafts/none", 401, 404, 404, 404),
        Row("GET", "/drafts/{id}/check", "/drafts/none/check", 401, 404, 404, 404),
        Row("POST", "/drafts/{id}/submission", "/drafts/none/submission", 401, 404, 404, 404),
        Row("GET", "/drafts/{id}/erasure", "/drafts/none/erasure", 401, 404, 404, 404),
        Row("POST", "/drafts/{id}/erasure", "/drafts/none/erasure", 401, 404, 404, 404),
        Row("GET", "/drafts/{id}/export", "/drafts/none/export", 401, 404, 404, 404),
        Row("GET", "/drafts/{id}/files/{hash}", "/drafts/none/files/0a", 401, 404, 404, 404),
        Row("GET", "/drafts/{id}/{page}", "/drafts/none/person", 401, 404, 404, 404),
        Row("POST", "/drafts/{id}/{page}", "/drafts/none/person", 401, 404, 404, 404),
        Row("POST", "/uploads", nil, 401, 422, 422, 422),
        Row("GET", "/uploads/{id}", "/uploads/none", 401, 404, 404, 404),
        Row("POST", "/uploads/{id}", "/uploads/none", 401, 422, 422, 422),
        Row("GET", "/assets/{name}", "/assets/app.css", 200, 200, 200, 200),
        Row("POST", "/language", nil, 303, 303, 303, 303),
        Row("GET", "/session", nil, 200, 303, 303, 303),
        Row("POST", "/session", nil, 422, 422, 422, 422),
        Row("POST", "/session/end", nil, 303, 303, 303, 303),
        Row("POST", "/session/eid", nil, 303, 303, 303, 303),
        Row("GET", "/session/eid/callback", nil, 422, 422, 422, 422),
        Row("GET", "/session/code", nil, 303, 303, 303, 303),
        Row("POST", "/session/code", nil, 422, 422, 422, 422),
        Row("GET", "/session/recovery", nil, 200, 200, 200, 200),
        Row("POST", "/session/recovery", nil, 422, 422, 422, 422),
        Row("GET", "/demo-eid/authorize", nil, 422, 422, 422, 422),
        Row("POST", "/demo-eid/authorize", nil, 422, 422, 422, 422),
        Row("GET", "/me", nil, 303, 200, 200, 200),
        Row("POST", "/me/capacity", nil, 401, 404, 404, 404),
        Row("POST", "/me/sessions/end", nil, 401, 303, 303, 303),
        Row("GET", "/me/password", nil, 303, 200, 200, 200),
        Row("POST", "/me/password", nil, 401, 422, 422, 422),
        Row("GET", "/me/second-factor", nil, 303, 200, 200, 200),
        // Nobody has begun to enrol here.
        Row("POST", "/me/second-factor", nil, 401, 409, 409, 409),
        Row("GET", "/me/second-factor/removal", nil, 303, 303, 303, 303),
        Row("POST", "/me/second-factor/removal", nil, 401, 422, 422, 422),
        Row("GET", "/notices", nil, 401, 200, 200, 200),
        Row("GET", "/notices/{id}", "/notices/none", 401, 404, 404, 404),
        Row("POST", "/notices/reading", nil, 401, 303, 303, 303),
        Row("GET", "/me/mail", nil, 401, 200, 200, 200),
        // No mail server is set here.
        Row("POST", "/me/mail", nil, 401, 409, 409, 409),
        Row("POST", "/me/mail/letters", nil, 401, 404, 404, 404),
        Row("POST", "/me/mail/removal", nil, 401, 303, 303, 303),
        // Whoever holds the link may confirm; without one there is nothing to confirm.
        Row("GET", "/me/mail/confirmation", nil, 422, 422, 422, 422),
        Row("POST", "/me/mail/confirmation", nil, 422, 422, 422, 422),
        Row("GET", "/me/consents", nil, 303, 200, 200, 200),
        Row("POST", "/me/consents", nil, 401, 422, 422, 422),
        Row("GET", "/me/consents/new", nil, 303, 200, 200, 200),
        Row("GET", "/me/consents/{id}", "/me/consents/none", 303, 404, 404, 404),
        Row("POST", "/me/consents/{id}/withdrawal", "/me/consents/none/withdrawal", 401, 404, 404, 404),
        Row("GET", "/me/organisations", nil, 303, 200, 200, 200),
        Row("GET", "/me/organisations/{id}", "/me/organisations/none", 303, 404, 404, 404),
        Row(
            "GET", "/me/organisations/{id}/authorisations/new", "/me/organisations/none/authorisations/new",
            303, 404, 404, 404),
        Row(
            "POST", "/me/organisations/{id}/authorisations", "/me/organisations/none/authorisations",
            401, 404, 404, 404),
        Row(
            "GET", "/me/organisations/{id}/authorisations/{authorisation}",
            "/me/organisations/none/authorisations/none", 303, 404, 404, 404),
        Row(
            "POST", "/me/organisations/{id}/authorisations/{authorisation}/withdrawal",
            "/me/organisations/none/authorisations/none/withdrawal", 401, 404, 404, 404),
        Row("GET", "/desk/organisations", nil, 401, 403, 403, 200),
        Row("POST", "/desk/organisations", nil, 401, 403, 403, 422),
        Row("GET", "/desk/organisations/new", nil, 401, 403, 403, 200),
        Row(
            "GET", "/desk/organisations/{id}/representative", "/desk/organisations/none/representative",
            401, 404, 404, 404),
        Row(
            "POST", "/desk/organisations/{id}/representative", "/desk/organisations/none/representative",
            401, 404, 404, 404),
        Row("GET", "/operator/accounts", nil, 401, 403, 403, 200),
        Row("POST", "/operator/accounts", nil, 401, 403, 403, 422),
        Row("GET", "/operator/accounts/new", nil, 401, 403, 403, 200),
        Row("GET", "/operator/accounts/{id}", "/operator/accounts/none", 401, 403, 403, 404),
        Row("POST", "/operator/accounts/{id}/closure", "/operator/accounts/none/closure", 401, 403, 403, 404),
        Row("POST", "/operator/accounts/{id}/reopening", "/operator/accounts/none/reopening", 401, 403, 403, 404),
        Row("POST", "/operator/accounts/{id}/recovery", "/operator/accounts/none/recovery", 401, 403, 403, 404),
        Row("GET", "/operator/accounts/{id}/posts/new", "/operator/accounts/none/posts/new", 401, 403, 403, 404),
        Row("POST", "/operator/accounts/{id}/posts", "/operator/accounts/none/posts", 401, 403, 403, 404),
        Row(
            "POST", "/operator/accounts/{id}/posts/{post}/end", "/operator/accounts/none/posts/none/end",
            401, 404, 404, 404),
        Row("GET", "/verify", nil, 200, 200, 200, 200),
        Row("POST", "/verify", nil, 422, 422, 422, 422),
        Row("GET", "/verify/{code}", "/verify/8F3K2MZQ71TD", 404, 404, 404, 404),
        Row("GET", "/documents/{id}", "/documents/none", 401, 404, 404, 404),
        Row("GET", "/desk/signatures", nil, 401, 403, 403, 403),
        Row("POST", "/desk/signatures/key", nil, 401, 403, 403, 403),
        Row("GET", "/desk/signatures/{id}", "/desk/signatures/none", 401, 403, 403, 403),
        Row("POST", "/desk/signatures/{id}", "/desk/signatures/none", 401, 403, 403, 403),
        Row("GET", "/desk/signatures/{id}/draft", "/desk/signatures/none/draft", 401, 403, 403, 403),
        Row("GET", "/design/papers", nil, 200, 200, 200, 200),
        Row("GET", "/design/papers/{kind}", "/design/papers/result", 200, 200, 200, 200),
        Row("GET", "/units", nil, 200, 200, 200, 200),
        // No units are loaded here.
        Row("GET", "/units/merged", nil, 409, 409, 409, 409),
        Row("GET", "/units/{code}", "/units/none", 404, 404, 404, 404),
        Row("GET", "/units/{code}/changes", "/units/none/changes", 404, 404, 404, 404),
        Row("GET", "/units/{code}/{day}", "/units/none/2025-07-01", 404, 404, 404, 404),
        Row("GET", "/api/units", nil, 200, 200, 200, 200),
        Row("GET", "/api/units/{code}", "/api/units/none", 404, 404, 404, 404),
        Row("GET", "/api/units/{code}/children", "/api/units/none/children", 404, 404, 404, 404),
        Row("GET", "/api/units/{code}/successors", "/api/units/none/successors", 404, 404, 404, 404),
        Row("GET", "/api/units/{code}/predecessors", "/api/units/none/predecessors", 404, 404, 404, 404),
        Row("GET", "/agencies", nil, 200, 200, 200, 200),
        Row("GET", "/agencies/{id}", "/agencies/none", 404, 404, 404, 404),
        Row("GET", "/api/agencies", nil, 200, 200, 200, 200),
        Row("GET", "/api/agencies/{id}", "/api/agencies/none", 404, 404, 404, 404),
        Row("GET", "/indicators", nil, 200, 200, 200, 200),
        Row("GET", "/figures", nil, 200, 200, 200, 200),
        Row("GET", "/indexes/{id}", "/indexes/service_quality", 200, 200, 200, 200),
        Row("GET", "/rankings", nil, 200, 200, 200, 200),
        Row("GET", "/figures/{code}", "/figures/none", 404, 404, 404, 404),
        Row("GET", "/indicators/{id}", "/indicators/none", 404, 404, 404, 404),
        Row("GET", "/indicators/{id}/ranking", "/indicators/none/ranking", 404, 404, 404, 404),
        Row("GET", "/indicators/{id}/facts", "/indicators/none/facts", 404, 404, 404, 404),
        Row("GET", "/indicators/{id}/csv", "/indicators/none/csv", 404, 404, 404, 404),
        Row("GET", "/sdmx/2.1/**", "/sdmx/2.1/dataflow", 200, 200, 200, 200),
        Row("GET", "/sdmx/3.0/**", "/sdmx/3.0/structure/dataflow", 200, 200, 200, 200),
        Row("GET", "/data", nil, 200, 200, 200, 200),
        Row("GET", "/steering", nil, 200, 200, 200, 200),
        Row("GET", "/steering/compare", nil, 200, 200, 200, 200),
        // Open to everybody too, but of a unit that there is it would never end.
        Row("GET", "/steering/live", "/steering/live?unit=99@2025-07-01", 404, 404, 404, 404),
        Row("GET", "/desk/tasks", nil, 401, 403, 200, 403),
        Row("POST", "/desk/tasks", nil, 401, 403, 422, 403),
        Row("GET", "/desk/tasks/overview", nil, 401, 403, 403, 403),
        Row("GET", "/desk/tasks/given", nil, 401, 403, 403, 403),
        Row("GET", "/desk/tasks/new", nil, 401, 403, 403, 403),
        Row("POST", "/desk/tasks/new", nil, 401, 403, 403, 403),
        Row("GET", "/desk/tasks/joined", nil, 401, 403, 200, 403),
        Row("GET", "/desk/official-documents", nil, 401, 403, 200, 403),
        Row("POST", "/desk/official-documents", nil, 401, 403, 422, 403),
        Row("GET", "/desk/official-documents/overview", nil, 401, 403, 403, 403),
        Row("GET", "/desk/official-documents/new", nil, 401, 403, 200, 403),
        Row("POST", "/desk/official-documents/new", nil, 401, 403, 422, 403),
        Row("GET", "/desk/issue-book", nil, 401, 403, 200, 403),
        Row("GET", "/desk/issue-book/csv", nil, 401, 403, 200, 403),
        Row("GET", "/desk/arrival-book", nil, 401, 403, 200, 403),
        Row("GET", "/desk/arrival-book/csv", nil, 401, 403, 200, 403),
        Row("GET", "/desk/arrival-book/new", nil, 401, 403, 403, 403),
        Row("POST", "/desk/arrival-book/new", nil, 401, 403, 403, 403),
        Row("GET", "/desk/arrival-tray", nil, 401, 403, 200, 403),
        Row("GET", "/desk/documents/times", nil, 401, 403, 200, 403),
        Row("GET", "/desk/arrival-tray/{message}", "/desk/arrival-tray/none", 401, 403, 404, 403),
        Row("GET", "/desk/arrival-tray/{message}/files/{hash}", "/desk/arrival-tray/none/files/0", 401, 403, 404, 403),
        Row("GET", "/desk/arrival-tray/{message}/evidence", "/desk/arrival-tray/none/evidence", 401, 403, 404, 403),
        Row("POST", "/desk/arrival-tray/{message}/entry", "/desk/arrival-tray/none/entry", 401, 403, 403, 403),
        Row("POST", "/desk/arrival-tray/{message}/refusal", "/desk/arrival-tray/none/refusal", 401, 403, 403, 403),
        Row("POST", "/desk/arrival-tray/{message}/recall", "/desk/arrival-tray/none/recall", 401, 403, 403, 403),
        Row("GET", "/desk/incoming-documents", nil, 401, 403, 200, 403),
        Row("POST", "/desk/incoming-documents", nil, 401, 403, 422, 403),
        Row("GET", "/desk/incoming-documents/overview", nil, 401, 403, 403, 403),
        Row("GET", "/desk/incoming-documents/mine", nil, 401, 403, 200, 403),
        Row("GET", "/incoming-documents/{id}", "/incoming-documents/none", 401, 404, 404, 404),
        Row("GET", "/incoming-documents/{id}/moves/{move}", "/incoming-documents/none/moves/begin", 401, 404, 404, 404),
        Row(
            "POST", "/incoming-documents/{id}/moves/{move}", "/incoming-documents/none/moves/begin", 401, 404, 404, 404),
        Row("GET", "/incoming-documents/{id}/transfer", "/incoming-documents/none/transfer", 401, 404, 404, 404),
        Row("POST", "/incoming-documents/{id}/transfer", "/incoming-documents/none/transfer", 401, 404, 404, 404),
        Row(
            "GET", "/incoming-documents/{id}/consultation", "/incoming-documents/none/consultation", 401, 404, 404, 404),
        Row(
            "POST", "/incoming-documents/{id}/consultation", "/incoming-documents/none/consultation", 401, 404, 404, 404
        ),
        Row("GET", "/incoming-documents/{id}/escalation", "/incoming-documents/none/escalation", 401, 404, 404, 404),
        Row("POST", "/incoming-documents/{id}/escalation", "/incoming-documents/none/escalation", 401, 404, 404, 404),
        Row(
            "POST", "/incoming-documents/{id}/consultations/{consultation}",
            "/incoming-documents/none/consultations/none", 401, 404, 404, 404),
        Row("POST", "/incoming-documents/{id}/assignment", "/incoming-documents/none/assignment", 401, 404, 404, 404),
        Row("POST", "/incoming-documents/{id}/messages", "/incoming-documents/none/messages", 401, 404, 404, 404),
        Row("GET", "/incoming-documents/{id}/files/{hash}", "/incoming-documents/none/files/0", 401, 404, 404, 404),
        Row("GET", "/incoming-documents/{id}/direction", "/incoming-documents/none/direction", 401, 404, 404, 404),
        Row("POST", "/incoming-documents/{id}/direction", "/incoming-documents/none/direction", 401, 403, 403, 403),
        Row("GET", "/official-documents/{id}/receivers", "/official-documents/none/receivers", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/receivers", "/official-documents/none/receivers", 401, 403, 403, 403),
        Row(
            "GET", "/official-documents/{id}/receivers/{receiver}/evidence",
            "/official-documents/none/receivers/H42/evidence", 401, 404, 404, 404),
        Row("GET", "/official-documents/{id}/enclosures", "/official-documents/none/enclosures", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/enclosures", "/official-documents/none/enclosures", 401, 404, 404, 404),
        Row("GET", "/desk/notation", nil, 401, 403, 403, 403),
        Row("POST", "/desk/notation", nil, 401, 403, 403, 403),
        Row("GET", "/desk/documents/search", nil, 401, 403, 200, 403),
        Row("GET", "/desk/files", nil, 401, 403, 200, 403),
        Row("GET", "/desk/files/csv", nil, 401, 403, 200, 403),
        Row("GET", "/desk/files/pdf", nil, 401, 403, 200, 403),
        Row("GET", "/desk/files/past", nil, 401, 403, 200, 403),
        Row("GET", "/desk/files/due", nil, 401, 403, 200, 403),
        Row("GET", "/desk/files/new", nil, 401, 403, 200, 403),
        Row("POST", "/desk/files/new", nil, 401, 403, 422, 403),
        Row("GET", "/desk/files/{id}", "/desk/files/none", 401, 403, 404, 403),
        Row("POST", "/desk/files/{id}/papers", "/desk/files/none/papers", 401, 403, 404, 403),
        Row("POST", "/desk/files/{id}/order", "/desk/files/none/order", 401, 403, 404, 403),
        Row("POST", "/desk/files/{id}/closure", "/desk/files/none/closure", 401, 403, 404, 403),
        Row("POST", "/desk/files/{id}/handover", "/desk/files/none/handover", 401, 403, 404, 403),
        Row("GET", "/desk/files/{id}/archive", "/desk/files/none/archive", 401, 403, 404, 403),
        Row("GET", "/desk/files/{id}/destruction", "/desk/files/none/destruction", 401, 403, 403, 403),
        Row("POST", "/desk/files/{id}/destruction", "/desk/files/none/destruction", 401, 403, 403, 403),
        Row("GET", "/official-documents/{id}/draft", "/official-documents/none/draft", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/draft", "/official-documents/none/draft", 401, 403, 422, 403),
        Row("GET", "/desk/awards", nil, 401, 403, 403, 403),
        Row("GET", "/desk/awards/{agency}", "/desk/awards/none", 401, 403, 403, 403),
        Row("GET", "/desk/pilots/{id}", "/desk/pilots/none", 401, 403, 403, 403),
        Row("POST", "/desk/pilots/{id}", "/desk/pilots/none", 401, 403, 403, 403),
        Row("GET", "/desk/tasks/reminders", nil, 401, 403, 403, 403),
        Row("GET", "/desk/tasks/reminders/{agency}", "/desk/tasks/reminders/none", 401, 403, 403, 403),
        Row("POST", "/desk/tasks/reminders/{agency}", "/desk/tasks/reminders/none", 401, 403, 403, 403),
        Row("GET", "/desk/reminders/{id}", "/desk/reminders/none", 401, 403, 404, 403),
        Row("GET", "/plans", nil, 200, 200, 200, 200),
        Row("GET", "/desk/plans", nil, 401, 403, 403, 403),
        Row("GET", "/desk/plans/new", nil, 401, 403, 403, 403),
        Row("POST", "/desk/plans/new", nil, 401, 403, 403, 403),
        Row("GET", "/desk/plans/{id}", "/desk/plans/none", 401, 403, 403, 403),
        Row("POST", "/desk/plans/{id}/withdrawal", "/desk/plans/none/withdrawal", 401, 403, 403, 403),
        Row("GET", "/desk/directives", nil, 401, 403, 200, 403),
        Row("GET", "/desk/directives/new", nil, 401, 403, 403, 403),
        Row("POST", "/desk/directives/new", nil, 401, 403, 403, 403),
        Row("GET", "/desk/directives/{id}", "/desk/directives/none", 401, 403, 404, 403),
        Row("GET", "/desk/directives/{id}/tasks", "/desk/directives/none/tasks", 401, 403, 403, 403),
        Row("POST", "/desk/directives/{id}/tasks", "/desk/directives/none/tasks", 401, 403, 403, 403),
        Row("GET", "/desk/reports", nil, 401, 403, 403, 403),
        Row("GET", "/desk/reports/{kind}/{period}", "/desk/reports/yearly/2020", 401, 403, 403, 403),
        Row("POST", "/desk/reports/{kind}/{period}", "/desk/reports/yearly/2020", 401, 403, 403, 403),
        Row("GET", "/desk/reports/{kind}/{period}/{format}", "/desk/reports/yearly/2020/pdf", 401, 403, 403, 403),
        Row("GET", "/desk/report-editions/{id}", "/desk/report-editions/none", 401, 403, 403, 403),
        Row("GET", "/desk/report-editions/{id}/changes", "/desk/report-editions/none/changes", 401, 403, 403, 403),
        Row("GET", "/desk/report-editions/{id}/since", "/desk/report-editions/none/since", 401, 403, 403, 403),
        Row(
            "GET", "/desk/report-editions/{id}/files/{format}", "/desk/report-editions/none/files/pdf", 401, 403, 403,
            403),
        Row("POST", "/desk/report-editions/{id}/handover", "/desk/report-editions/none/handover", 401, 403, 403, 403),
        Row("GET", "/official-documents/{id}", "/official-documents/none", 401, 404, 404, 404),
        Row("GET", "/official-documents/{id}/moves/{move}", "/official-documents/none/moves/sign", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/moves/{move}", "/official-documents/none/moves/sign", 401, 404, 404, 404),
        Row("GET", "/official-documents/{id}/transfer", "/official-documents/none/transfer", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/transfer", "/official-documents/none/transfer", 401, 404, 404, 404),
        Row(
            "GET", "/official-documents/{id}/consultation", "/official-documents/none/consultation", 401, 404, 404, 404),
        Row(
            "POST", "/official-documents/{id}/consultation", "/official-documents/none/consultation", 401, 404, 404, 404
        ),
        Row(
            "POST", "/official-documents/{id}/consultations/{consultation}",
            "/official-documents/none/consultations/none", 401, 404, 404, 404),
        Row("GET", "/official-documents/{id}/escalation", "/official-documents/none/escalation", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/escalation", "/official-documents/none/escalation", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/assignment", "/official-documents/none/assignment", 401, 404, 404, 404),
        Row("POST", "/official-documents/{id}/messages", "/official-documents/none/messages", 401, 404, 404, 404),
        Row("GET", "/official-documents/{id}/files/{hash}", "/official-documents/none/files/0", 401, 404, 404, 404),
        Row("GET", "/tasks/{id}", "/tasks/none", 401, 404, 404, 404),
        Row("GET", "/tasks/{id}/moves/{move}", "/tasks/none/moves/report", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/moves/{move}", "/tasks/none/moves/report", 401, 404, 404, 404),
        Row("GET", "/tasks/{id}/transfer", "/tasks/none/transfer", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/transfer", "/tasks/none/transfer", 401, 404, 404, 404),
        Row("GET", "/tasks/{id}/consultation", "/tasks/none/consultation", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/consultation", "/tasks/none/consultation", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/consultations/{consultation}", "/tasks/none/consultations/none", 401, 404, 404, 404),
        Row("GET", "/tasks/{id}/escalation", "/tasks/none/escalation", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/escalation", "/tasks/none/escalation", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/assignment", "/tasks/none/assignment", 401, 404, 404, 404),
        Row("POST", "/tasks/{id}/messages", "/tasks/none/messages", 401, 404, 404, 404),
        Row("GET", "/tasks/{id}/files/{hash}", "/tasks/none/files/0", 401, 404, 404, 404),
        Row("GET", "/collection", nil, 200, 200, 200, 200),
        Row("GET", "/collection/{template}", "/collection/digital-skills", 200, 200, 200, 200),
        Row("GET", "/collection/{template}/{period}", "/collection/digital-skills/2026-Q2", 200, 200, 200, 200),
        Row("GET", "/desk/collection", nil, 401, 403, 200, 403),
        Row(
            "GET", "/desk/collection/{template}/{period}", "/desk/collection/digital-skills/2026-Q3", 401, 403, 200, 403
        ),
        Row(
            "POST", "/desk/collection/{template}/{period}", "/desk/collection/digital-skills/2026-Q3", 401, 403, 303,
            403),
        Row(
            "GET", "/desk/collection/{template}/{period}/xlsx", "/desk/collection/digital-skills/2026-Q3/xlsx", 401,
            403,
            200, 403),
        Row(
            "POST", "/desk/collection/{template}/{period}/xlsx", "/desk/collection/digital-skills/2026-Q3/xlsx", 401,
            403,
            422, 403),
        Row("GET", "/desk/collection-reports/{id}", "/desk/collection-reports/none", 401, 403, 404, 403),
        Row(
            "POST", "/desk/collection-reports/{id}/acceptance", "/desk/collection-reports/none/acceptance", 401, 403,
            403,
            403),
        Row("POST", "/desk/collection-reports/{id}/return", "/desk/collection-reports/none/return", 401, 403, 404, 403),
        Row(
            "GET", "/desk/collection-sums/{template}/{period}", "/desk/collection-sums/digital-skills/2026-Q3", 401,
            403,
            403, 403),
        Row(
            "POST", "/desk/collection-sums/{template}/{period}/reminder",
            "/desk/collection-sums/digital-skills/2026-Q3/reminder", 401, 403, 403, 403),
        Row("GET", "/targets", nil, 200, 200, 200, 200),
        Row("GET", "/targets/new", nil, 401, 403, 403, 403),
        Row("POST", "/targets", nil, 401, 403, 403, 403),
        Row("GET", "/dossiers", nil, 401, 200, 200, 200),
        Row("GET", "/dossiers/{id}", "/dossiers/none", 401, 404, 404, 404),
        Row("GET", "/dossiers/{id}/confirmation", "/dossiers/none/confirmation", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/confirmation", "/dossiers/none/confirmation", 401, 404, 404, 404),
        Row("GET", "/dossiers/{id}/moves/{move}", "/dossiers/none/moves/stop", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/moves/{move}", "/dossiers/none/moves/stop", 401, 404, 404, 404),
        Row("GET", "/dossiers/{id}/transfer", "/dossiers/none/transfer", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/transfer", "/dossiers/none/transfer", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/assignment", "/dossiers/none/assignment", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/messages", "/dossiers/none/messages", 401, 404, 404, 404),
        Row("GET", "/dossiers/{id}/files/{hash}", "/dossiers/none/files/0", 401, 404, 404, 404),
        Row("POST", "/services/{code}/drafts", "/services/1.001193/drafts", 401, 422, 303, 403),
        Row("GET", "/desk/dossiers", nil, 401, 403, 200, 403),
        Row("POST", "/desk/dossiers", nil, 401, 403, 422, 403),
        Row("GET", "/desk/calendar", nil, 401, 403, 403, 403),
        Row("POST", "/desk/calendar", nil, 401, 403, 403, 403),
        Row("POST", "/desk/calendar/{day}/removal", "/desk/calendar/2030-01-02/removal", 401, 403, 403, 403),
        Row("GET", "/desk/dossiers/overview", nil, 401, 403, 403, 403),
        Row("GET", "/dossiers/{id}/consultation", "/dossiers/none/consultation", 401, 404, 404, 404),
        Row("GET", "/dossiers/{id}/escalation", "/dossiers/none/escalation", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/consultation", "/dossiers/none/consultation", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/escalation", "/dossiers/none/escalation", 401, 404, 404, 404),
        Row(
            "POST", "/dossiers/{id}/consultations/{consultation}", "/dossiers/none/consultations/none", 401, 404, 404,
            404),
        Row("POST", "/dossiers/{id}/rating", "/dossiers/none/rating", 401, 404, 404, 404),
        Row("GET", "/desk/dossiers/log-book", nil, 401, 403, 200, 403),
        Row("POST", "/desk/dossiers/log-book", nil, 401, 403, 422, 403),
        Row("GET", "/dossiers/{id}/control-slip", "/dossiers/none/control-slip", 401, 404, 404, 404),
        Row("POST", "/dossiers/{id}/control-slip", "/dossiers/none/control-slip", 401, 404, 404, 404),
        Row("GET", "/scene-reports", nil, 200, 200, 200, 200),
        Row("POST", "/scene-reports", nil, 401, 422, 403, 403),
        Row("GET", "/scene-reports/new", nil, 401, 200, 200, 200),
        Row("GET", "/scene-reports/{id}", "/scene-reports/none", 401, 404, 404, 404),
        Row("POST", "/scene-reports/{id}/acceptance", "/scene-reports/none/acceptance", 401, 404, 404, 404),
        Row("POST", "/scene-reports/{id}/refusal", "/scene-reports/none/refusal", 401, 404, 404, 404),
        Row("GET", "/desk/scene-reports", nil, 401, 403, 200, 403),
        Row("GET", "/bills", nil, 401, 200, 200, 200),
        Row("GET", "/bills/{id}", "/bills/none", 401, 404, 404, 404),
        Row("GET", "/bills/{id}/receipt", "/bills/none/receipt", 401, 404, 404, 404),
        Row("POST", "/bills/{id}/cash", "/bills/none/cash", 401, 404, 404, 404),
        Row("POST", "/bills/{id}/exemption", "/bills/none/exemption", 401, 404, 404, 404),
        Row("POST", "/bills/{id}/refund", "/bills/none/refund", 401, 404, 404, 404),
        Row("POST", "/bills/{id}/repayment", "/bills/none/repayment", 401, 404, 404, 404),
        // The official of this table is a desk officer, not the cashier.
        Row("GET", "/desk/bills", nil, 401, 403, 403, 403),
        Row("GET", "/desk/bills/accounts", nil, 401, 403, 403, 403),
        Row("POST", "/desk/bills/accounts", nil, 401, 403, 403, 403),
        Row("GET", "/desk/bills/all", nil, 401, 403, 403, 403),
        Row("POST", "/desk/bills/statements", nil, 401, 403, 403, 403),
        Row("GET", "/desk/bills/reconciliation", nil, 401, 403, 403, 403),
        Row("GET", "/desk/bills/notices/{id}", "/desk/bills/notices/none", 401, 404, 404, 404),
        Row(
            "POST", "/desk/bills/notices/{id}/assignment", "/desk/bills/notices/none/assignment", 401, 404, 404, 404),
        Row("POST", "/desk/bills/notices/{id}/closure", "/desk/bills/notices/none/closure", 401, 404, 404, 404),
        // A provider signs what it sends; a browser's form is none.
        Row(
            "POST", "/api/payments/notifications/{provider}", "/api/payments/notifications/bank", 415, 415, 415, 415),
        // So does a portal; without a signature nobody files, or learns how anything stands.
        Row("POST", "/api/dossiers", nil, 401, 401, 401, 401),
        Row("GET", "/api/dossiers/{id}", "/api/dossiers/none", 401, 401, 401, 401),
        Row("POST", "/api/dossiers/{id}/supplement", "/api/dossiers/none/supplement", 401, 401, 401, 401),
        Row("POST", "/api/dossiers/{id}/withdrawal", "/api/dossiers/none/withdrawal", 401, 401, 401, 401),
        Row(
            "GET", "/api/dossiers/{id}/results/{document}", "/api/dossiers/none/results/none", 401, 401, 401, 401),
        Row("GET", "/api/services", nil, 200, 200, 200, 200),
        Row("GET", "/api/services/{code}/form", "/api/services/1.001193/form", 200, 200, 200, 200),
        Row("POST", "/api/demo-portals/{portal}/notices", "/api/demo-portals/national/notices", 415, 415, 415, 415),
        Row("GET", "/demo-portal", nil, 200, 200, 200, 200),
        Row("POST", "/demo-portal", nil, 401, 200, 200, 200),
        Row("POST", "/demo-portal/{id}/{act}", "/demo-portal/none/withdrawal", 401, 200, 200, 200),
        Row("GET", "/demo-portal/{id}", "/demo-portal/none", 401, 200, 200, 200),
        // So do national registers, and this node when it asks one.
        Row(
            "POST", "/api/registers/{register}/answers", "/api/registers/civil-status/answers", 415, 415, 415, 415),
        Row(
            "POST", "/api/demo-registers/{register}/requests", "/api/demo-registers/civil-status/requests", 415, 415,
            415, 415),
        // And the national axis: nobody's body is read before they are known.
        Row("POST", "/api/demo-axis/sendEdoc", nil, 401, 401, 401, 401),
        Row("GET", "/api/demo-axis/getReceivedEdocList", nil, 401, 401, 401, 401),
        Row("GET", "/api/demo-axis/getEdoc", nil, 401, 401, 401, 401),
        Row("POST", "/api/demo-axis/updateStatus", nil, 401, 401, 401, 401),
        Row("GET", "/api/demo-axis/getAgenciesList", nil, 401, 401, 401, 401),
        Row("GET", "/demo-bank/transfer", nil, 422, 422, 422, 422),
        Row("POST", "/demo-bank/transfer", nil, 401, 422, 422, 422),
        Row("GET", "/ledger", nil, 200, 200, 200, 200),
        Row("GET", "/ledger/heads/latest", nil, 404, 404, 404, 404),
        Row("GET", "/ledger/heads/{size}", "/ledger/heads/1", 404, 404, 404, 404),
        Row("GET", "/ledger/heads/{size}/consistency", "/ledger/heads/1/consistency", 404, 404, 404, 404),
        Row("GET", "/ledger/events/{id}", "/ledger/events/none", 404, 404, 404, 404),
        Row("GET", "/ledger/events/{id}/proof", "/ledger/events/none/proof", 404, 404, 404, 404),
        Row("GET", "/ledger/events/{id}/check", "/ledger/events/none/check", 404, 404, 404, 404),
        Row("POST", "/ledger/events/{id}/reading", "/ledger/events/none/reading", 401, 404, 404, 404),
        Row("POST", "/ledger/events/{id}/erasure", "/ledger/events/none/erasure", 401, 404, 404, 404),
        Row("GET", "/me/access", nil, 401, 200, 200, 200),
        Row("GET", "/operator/jobs", nil, 401, 403, 403, 200),
        Row("POST", "/operator/jobs/letters/{id}/revival", "/operator/jobs/letters/none/revival", 401, 403, 403, 404),
        Row("POST", "/operator/jobs/letters/{id}/removal", "/operator/jobs/letters/none/removal", 401, 403, 403, 404),
        Row("GET", "/operator/neighbours", nil, 401, 403, 403, 200),
        Row("GET", "/operator/neighbours/{node}", "/operator/neighbours/none", 401, 403, 403, 404),
        Row("GET", "/operator/refusals", nil, 401, 403, 403, 200),
        Row("GET", "/operator/refusals/{sha256}", "/operator/refusals/none", 401, 403, 403, 404),
        Row("GET", "/health/live", nil, 200, 200, 200, 200),
        Row("GET", "/health/ready", nil, 200, 200, 200, 200),
        // Only collectors on the machine itself: without a socket there is none.
        Row("GET", "/metrics", nil, 404, 404, 404, 404),
        Row("GET", "/api/openapi.json", nil, 200, 200, 200, 200),
    ]

    @Test("every route has a row, and every row a route")
    func complete() async throws {
        try await Site.run(on: .sqlite) { site in
            let served = RouteTable(try site.platform.router()).routes
            let listed = Self.table.map(\.route)
            #expect(Set(served).subtracting(listed).sorted() == [], "routes without a row")
            #expect(Set(listed).subtracting(served).sorted() == [], "rows without a route")
        }
    }

    @Test("each person gets what the table says", arguments: Role.allCases, table)
    func holds(role: Role, row: Row) async throws {
        try await Site.run(on: .sqlite) { site in
            let browser = try await role.browser(site)
            try await browser.get("/about")
            let answer = row.route.method == "GET" ? try await browser.get(row.path) : try await browser.post(row.path)
            #expect(answer.status == row.status(for: role))
        }
    }
}

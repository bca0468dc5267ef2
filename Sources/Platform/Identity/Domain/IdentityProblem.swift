// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum IdentityProblem: Problem, Equatable {
    /// One answer for a wrong name and a wrong password, so that nobody learns which accounts exist.
    case wrongCredentials
    case localAccountsOff
    case accountDisabled
    /// The current password, asked for again, is not right.
    case wrongPassword
    case wrongCode
    case wrongRecovery
    /// The sign-in was begun too long ago, elsewhere, or tried too often.
    case stepGone
    case secondFactorIsOn
    case badUsername
    case badIdentifier
    case badName
    case usernameTaken
    case identifierTaken
    case weakPassword(PasswordRule)
    case noSuchAccount
    case noSuchPost
    case noSuchSession
    case noSuchConsent
    /// Nobody here has this identifier and this name.
    case noSuchPerson
    case consentToOneself
    case ownAccount
    case badTaxCode
    case taxCodeTaken
    case badOrganisationName
    case badBasis
    case badTitle
    /// The number belongs to somebody with another name.
    case otherName
    case noSuchOrganisation
    case noSuchAuthorisation
    case badConsentTime
    case badMatter
    case noSuchRole
    case noSuchAgency
    /// A post that would end before it begins.
    case badPostTime
    case badRoles(String)
    case badSecret

    package var code: String {
        switch self {
        case .wrongCredentials: "identity.wrong_credentials"
        case .localAccountsOff: "identity.local_accounts_off"
        case .accountDisabled: "identity.account_disabled"
        case .wrongPassword: "identity.wrong_password"
        case .wrongCode: "identity.wrong_code"
        case .wrongRecovery: "identity.wrong_recovery"
        case .stepGone: "identity.step_gone"
        case .secondFactorIsOn: "identity.second_factor_is_on"
        case .badUsername: "identity.bad_username"
        case .badIdentifier: "identity.bad_identifier"
        case .badName: "identity.bad_name"
        case .usernameTaken: "identity.username_taken"
        case .identifierTaken: "identity.identifier_taken"
        case .weakPassword(let rule): "identity.password_\(rule.rawValue)"
        case .noSuchAccount: "identity.no_such_account"
        case .noSuchPost: "identity.no_such_post"
        case .noSuchSession: "identity.no_such_session"
        case .noSuchConsent: "identity.no_such_consent"
        case .noSuchPerson: "identity.no_such_person"
        case .consentToOneself: "identity.consent_to_oneself"
        case .ownAccount: "identity.own_account"
        case .badTaxCode: "identity.bad_tax_code"
        case .taxCodeTaken: "identity.tax_code_taken"
        case .badOrganisationName: "identity.bad_organisation_name"
        case .badBasis: "identity.bad_basis"
        case .badTitle: "identity.bad_title"
        case .otherName: "identity.other_name"
        case .noSuchOrganisation: "identity.no_such_organisation"
        case .noSuchAuthorisation: "identity.no_such_authorisation"
        case .badConsentTime: "identity.bad_consent_time"
        case .badMatter: "identity.bad_matter"
        case .noSuchRole: "identity.no_such_role"
        case .noSuchAgency: "identity.no_such_agency"
        case .badPostTime: "identity.bad_post_time"
        case .badRoles: "identity.bad_roles"
        case .badSecret: "identity.bad_secret"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .usernameTaken, .identifierTaken, .secondFactorIsOn, .taxCodeTaken, .ownAccount: .conflict
        case .noSuchAccount, .noSuchPost, .noSuchRole, .noSuchAgency, .noSuchSession, .noSuchConsent,
            .noSuchOrganisation, .noSuchAuthorisation:
            .notFound
        case .localAccountsOff, .accountDisabled: .forbidden
        default: .invalid
        }
    }

    package var slots: [String: String] {
        if case .badRoles(let reason) = self { ["reason": reason] } else { [:] }
    }

    package var field: String? {
        switch self {
        case .wrongCredentials, .badUsername, .usernameTaken: "username"
        case .badIdentifier, .identifierTaken, .noSuchPerson, .consentToOneself: "identifier"
        case .badName, .otherName: "name"
        case .weakPassword: "password"
        case .wrongPassword: "current"
        case .wrongCode, .wrongRecovery: "code"
        case .noSuchRole: "role"
        case .noSuchAgency: "agency"
        case .badConsentTime, .badPostTime: "until"
        case .badMatter: "matter"
        case .badTaxCode, .taxCodeTaken: "tax_code"
        case .badOrganisationName: "organisation"
        case .badBasis: "basis"
        case .badTitle: "title"
        default: nil
        }
    }
}

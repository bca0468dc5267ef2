// SPDX-License-Identifier: Apache-2.0

import Casework
import Forms
import Foundation
import Kernel
import NationalRegisters
import Rendering
import Web

/// The paper that a step of a dossier puts into somebody's hand.
enum DossierPaper {
    case appointment, refusal, supplement, apology, stop, result

    /// Nil for a step without a paper.
    init?(_ event: String) {
        switch event {
        case "received": self = .appointment
        case "declined": self = .refusal
        case "supplement_requested": self = .supplement
        case "extended": self = .apology
        case "stopped": self = .stop
        case "decided": self = .result
        default: return nil
        }
    }

    var paperKind: String {
        switch self {
        case .appointment: AppointmentSlip.kind
        case .refusal: Refusal.kind
        case .supplement: SupplementRequest.kind
        case .apology: Apology.kind
        case .stop: StopNotice.kind
        case .result: ResultPaper.kind
        }
    }

    /// Where a result stands in a national register.
    struct Registration {
        let register: NationalRegister
        let entry: RegisterEntry

        var facts: [PaperFact] {
            [
                PaperFact("Nơi đăng ký", register.vi), PaperFact("Quyển số", entry.volume),
                PaperFact("Số", entry.number), PaperFact("Ngày đăng ký", Formats(.vi).date(entry.day)),
            ]
        }
    }

    /// `official` did the step for `office`; `steps` lead up to it.
    func paper(
        for step: CaseStep, of file: CaseFile, _ procedure: Procedure, _ form: SubmittedForm, by official: String,
        office: String, after steps: [CaseStep], registered: Registration?
    ) -> any Paper {
        let onPaper = file.onPaper(form, procedure)
        let lines = step.text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        let received = file.receivedAt ?? step.at
        switch self {
        case .appointment:
            return AppointmentSlip(
                onPaper, components: form.files.map { .init($0, copies: 1) },
                timeLimit: procedure.time?.text.vi ?? "", received: received, promised: step.due ?? received,
                handedBack: form.text("delivery"), receiver: official)
        case .refusal: return Refusal(onPaper, reasons: lines, official: official)
        case .supplement: return SupplementRequest(onPaper, items: lines, contact: office, official: official)
        case .apology:
            return Apology(
                onPaper, received: received,
                promised: steps.dropLast().last { $0.due != nil }?.due ?? received, extended: step.due ?? step.at,
                reason: step.text, office: office, signer: official)
        case .stop:
            return StopNotice(onPaper, received: received, reasons: lines, office: office, signer: official)
        case .result:
            let decision = steps.last { $0.event == DossierSteps.sent }?.text ?? ""
            return ResultPaper(
                title: procedure.result.vi, sentences: (decision.isEmpty ? [] : [decision]) + lines,
                parts: form.parts(procedure.result.prints), register: registered?.facts ?? [], office: office,
                signer: official)
        }
    }
}

extension CaseFile {
    /// What each slip says of the dossier and of who asks.
    func onPaper(_ form: SubmittedForm, _ procedure: Procedure?) -> CaseOnPaper {
        CaseOnPaper(
            code: code?.description ?? "", procedure: procedure?.name.vi ?? matter,
            addressee: Addressee(
                name: applicant.name, identifier: form.text("applicant_identifier"),
                address: form.text("applicant_home"), phone: form.text("applicant_phone"),
                email: form.text("applicant_email")))
    }
}

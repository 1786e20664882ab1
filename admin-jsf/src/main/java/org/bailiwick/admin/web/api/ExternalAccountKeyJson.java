package org.bailiwick.admin.web.api;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bailiwick.admin.AdminException;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.eab.administration.BoundAccount;
import org.bailiwick.eab.administration.BulkResult;
import org.bailiwick.eab.administration.Cascade;
import org.bailiwick.eab.administration.SecretRotation;
import org.bailiwick.policy.document.PolicyDocument;

/** External account keys, what hangs on them, and the request for one. */
final class ExternalAccountKeyJson {

    private ExternalAccountKeyJson() {}

    static Members members(byte[] body) {
        return Members.of(
                body, "provisioner", "reference", "owner", "note", "expires", "macs", "uses", "profiles", "policy");
    }

    static KeyTerms terms(Members members) {
        try {
            return new KeyTerms(
                    members.text("reference"),
                    members.optionalText("owner"),
                    members.optionalText("note"),
                    members.optionalTime("expires"),
                    macs(members.texts("macs")),
                    members.optionalNumber("uses").orElse(1),
                    members.texts("profiles"),
                    members.optionalObject("policy").map(PolicyJson::parse));
        } catch (IllegalArgumentException cannotBe) {
            throw AdminException.invalid(String.valueOf(cannotBe.getMessage()));
        }
    }

    private static Set<MacAlgorithm> macs(List<String> algs) {
        Set<MacAlgorithm> macs = new LinkedHashSet<>();
        algs.forEach(alg -> macs.add(MacAlgorithm.ofAlg(alg)
                .orElseThrow(() -> AdminException.invalid("\"macs\" are among HS256, HS384, HS512."))));
        return macs.isEmpty() ? KeyTerms.ALL_MACS : macs;
    }

    static JsonObjectBuilder of(ExternalAccountKey key, Instant now) {
        JsonArrayBuilder macs = Json.array();
        key.macs().stream().sorted().forEach(mac -> macs.add(mac.name()));
        JsonArrayBuilder profiles = Json.array();
        key.profiles().forEach(profiles::add);
        JsonObjectBuilder json = Json.object()
                .add("id", key.id().toString())
                .add("provisioner", key.provisioner().id().toString())
                .add("reference", key.reference())
                .add("status", key.statusAt(now).name().toLowerCase(Locale.ROOT))
                .add("created", Json.time(key.createdAt()))
                .add("remainingUses", key.remainingUses())
                .add("macs", macs)
                .add("profiles", profiles);
        key.owner().ifPresent(owner -> json.add("owner", owner));
        key.note().ifPresent(note -> json.add("note", note));
        key.expiresAt().ifPresent(when -> json.add("expires", Json.time(when)));
        key.boundAt().ifPresent(when -> json.add("bound", Json.time(when)));
        key.suspendedAt().ifPresent(when -> json.add("suspended", Json.time(when)));
        key.revokedAt().ifPresent(when -> json.add("revoked", Json.time(when)));
        key.policy().ifPresent(policy -> json.add("policy", PolicyDocument.write(policy)));
        return json;
    }

    /** With the secret, in this one answer. */
    static JsonObject of(IssuedKey issued, Instant now) {
        return of(issued.key(), now).add("hmacKey", issued.secret().base64url()).build();
    }

    static JsonObject of(BulkResult result, Instant now) {
        JsonArrayBuilder faults = Json.array();
        result.faults()
                .forEach(fault ->
                        faults.add(Json.object().add("line", fault.line()).add("detail", fault.sentence())));
        JsonArrayBuilder keys = Json.array();
        result.issued().forEach(issued -> keys.add(of(issued, now)));
        return Json.object()
                .add("lines", result.lines())
                .add("faults", faults)
                .add("keys", keys)
                .build();
    }

    static JsonObject of(Cascade cascade) {
        JsonArrayBuilder accounts = Json.array();
        cascade.accounts().first().forEach(account -> accounts.add(account.toString()));
        JsonArrayBuilder certificates = Json.array();
        cascade.certificates().first().forEach(each -> {
            JsonArrayBuilder names = Json.array();
            each.names().forEach(names::add);
            certificates.add(Json.object()
                    .add("id", each.id().toString())
                    .add("serial", each.serial())
                    .add("names", names)
                    .add("notAfter", Json.time(each.notAfter())));
        });
        return Json.object()
                .add("accounts", some(cascade.accounts(), accounts))
                .add("authorizations", cascade.authorizations())
                .add("certificates", some(cascade.certificates(), certificates))
                .add("underWay", cascade.underWay())
                .build();
    }

    static JsonObject of(SecretRotation.Rotated rotated) {
        JsonArrayBuilder unreadable = Json.array();
        rotated.unreadable().first().forEach(key -> unreadable.add(key.toString()));
        return Json.object()
                .add("tokenKey", rotated.tokenKey())
                .add("count", rotated.count())
                .add("unreadable", some(rotated.unreadable(), unreadable))
                .build();
    }

    private static JsonObjectBuilder some(Cascade.Some<?> some, JsonArrayBuilder first) {
        return Json.object().add("count", some.count()).add("first", first);
    }

    static JsonObject of(BoundAccount bound) {
        return Json.object()
                .add("account", bound.account().toString())
                .add("bound", Json.time(bound.boundAt()))
                .add("status", bound.status().name().toLowerCase(Locale.ROOT))
                .build();
    }
}

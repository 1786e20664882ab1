package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.upstream.outbox.RelayService;

/** finalize (RFC 8555 §7.4): by a key of ours, or by another CA, as the account's authority has it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FinalizeService {

    @Inject
    IssuanceService issuance;

    @Inject
    RelayService relays;

    /**
     * Finalizes an order. When this returns it is written down what is to be signed, or asked for; when what it returns
     * completes, the order is valid, or invalid with a problem, or processing, and then it ends by itself.
     *
     * @param csr DER PKCS#10
     * @param limit how long the caller would wait for the end
     * @throws org.bailiwick.acme.AcmeException if the request is refused; the order is as it was
     * @throws org.bailiwick.authority.NoActiveIssuerException if the authority cannot issue; the order is as it was
     * @throws org.bailiwick.ca.CertificateNotIssuableException as {@link IssuanceService#finalizeOrder}
     * @throws org.bailiwick.hsm.TokenException likewise
     */
    public CompletionStage<?> finalizeOrder(Account account, ResourceId order, byte[] csr, Duration limit) {
        return account.provisioner().authority().upstream()
                ? relays.finalizeOrder(account, order, csr, limit)
                : issuance.finalizeOrder(account, order, csr, limit);
    }
}

// Gets a certificate with the npm package acme-client: node obtain.mjs <directory URL> <challenge folder> <chain file> <name>
import acme from 'acme-client';
import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const [directoryUrl, folder, chainFile, name] = process.argv.slice(2);
const client = new acme.Client({ directoryUrl, accountKey: await acme.crypto.createPrivateEcdsaKey() });
const [, csr] = await acme.crypto.createCsr({ altNames: [name] }, await acme.crypto.createPrivateEcdsaKey());
const chain = await client.auto({
    csr,
    email: 'admin@corp.internal',
    termsOfServiceAgreed: true,
    challengePriority: ['http-01'],
    skipChallengeVerification: true,
    challengeCreateFn: (authorization, challenge, keyAuthorization) =>
        writeFile(join(folder, challenge.token), keyAuthorization),
    challengeRemoveFn: (authorization, challenge) => rm(join(folder, challenge.token)),
});
await writeFile(chainFile, chain);
console.log(`acme-client got a certificate for ${name}`);

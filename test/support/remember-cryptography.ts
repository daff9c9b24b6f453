import { keccak256, SigningKey, type BytesLike } from "ethers";

/**
 * Makes ethers compute each hash and recover each signer once. A thousand forgeries of one bundle hash the same chain data,
 * and recover the same signatures, a thousand times.
 *
 * @returns Puts the plain functions back.
 */
export function rememberCryptography(): () => void {
  const hashes = new Map<string, BytesLike>();
  keccak256.register((data) =>
    once(hashes, Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1"), () =>
      keccak256._(data),
    ),
  );
  const keys = new Map<string, string>();
  const recover = SigningKey.recoverPublicKey.bind(SigningKey);
  SigningKey.recoverPublicKey = (digest, signature) =>
    once(keys, JSON.stringify([digest, signature]), () => recover(digest, signature));
  return () => {
    keccak256.register(keccak256._);
    SigningKey.recoverPublicKey = recover;
  };
}

function once<Value>(known: Map<string, Value>, key: string, compute: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = compute();
    known.set(key, value);
  }
  return value;
}

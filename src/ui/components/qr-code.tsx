import QRCode from 'qrcode';

/** Dark on light in every scheme, with the quiet zone of four modules that readers need (ISO/IEC 18004). */
export function QrCode({ of, label }: { of: string; label: string }) {
  const { modules } = QRCode.create(of, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const dark = Array.from({ length: size * size }, (_, index) => [index % size, Math.floor(index / size)] as const)
    .filter(([x, y]) => modules.get(y, x))
    .map(([x, y]) => `M${x} ${y}h1v1h-1z`);
  return (
    <svg class="yihao-qr" role="img" aria-label={label} viewBox={`-4 -4 ${size + 8} ${size + 8}`}>
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" />
      <path d={dark.join('')} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

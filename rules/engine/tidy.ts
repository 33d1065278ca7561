/** To twelve decimals, without the dust that floating-point arithmetic leaves in the sixteenth digit. */
export const tidy = (value: number): number =>
  Number.isInteger(value) ? value : Number(Number(value.toFixed(12)).toPrecision(15));

/** Something docutils warns of; any warning stops PyPI from taking the description. */
export interface RstFault {
  /** Counted from 1. */
  readonly line: number;
  /** What docutils says, or would. */
  readonly message: string;
  /** `false`: only probably. */
  readonly isSure: boolean;
}

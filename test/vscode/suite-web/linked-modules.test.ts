import { describeLinkedModules } from '../suite/linked-modules.js';

describe('modules of the workspace', describeLinkedModules);

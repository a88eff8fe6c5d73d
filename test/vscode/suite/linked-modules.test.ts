import { describeLinkedModules } from './linked-modules.js';

describe('modules of the workspace', describeLinkedModules);
